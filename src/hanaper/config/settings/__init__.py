"""Django's settings, one file per concern; `hanaper.config.environment` is the only reader of the environment."""

from hanaper.config.settings.apps import *
from hanaper.config.settings.database import *
from hanaper.config.settings.jobs import *
from hanaper.config.settings.language import *
from hanaper.config.settings.logs import *
from hanaper.config.settings.security import *
from hanaper.config.settings.sign_in import *
from hanaper.config.settings.static import *
from hanaper.config.settings.templates import *
