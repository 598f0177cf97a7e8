"""The front door of the update."""

from hanaper.strategy.update.edition import ClusterMonth, Edition, as_data, edition
from hanaper.strategy.update.page import update_page
from hanaper.strategy.update.rules.statements import Statement
from hanaper.strategy.update.text import as_text

__all__ = ["ClusterMonth", "Edition", "Statement", "as_data", "as_text", "edition", "update_page"]
