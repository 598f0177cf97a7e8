"""The Jinja environment of every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.module_loading import import_string
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader


def environment(**options: Any) -> Environment:
    """Our templates first, GOV.UK's macros under the prefix `govuk_frontend_jinja/`, then what the kit adds."""
    options["loader"] = ChoiceLoader(
        [options["loader"], PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]
    )
    if isinstance(options.get("undefined"), str):
        options["undefined"] = import_string(options["undefined"])
    made = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, **_without(options, "autoescape"))
    made.globals.update(static=static, url=reverse)
    for extender in settings.HANAPER_JINJA_EXTENDERS:
        import_string(extender)(made)
    return made


def _without(options: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in options.items() if key != name}
