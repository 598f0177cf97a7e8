"""What the kit adds to the Jinja environment: how values read, and the bridge to forms. Named in the settings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from jinja2 import Environment
from markupsafe import Markup

from hanaper.foundation.interface import formats
from hanaper.foundation.interface.drawing import svg
from hanaper.foundation.interface.forms import govuk
from hanaper.foundation.interface.frame import Frame
from hanaper.foundation.interface.pages import Page


class Shape:
    """Our objects in the shape that the components' macros want."""

    @staticmethod
    def navigation(frame: Frame) -> list[dict[str, Any]]:
        """Items of the service navigation."""
        return [{"text": item.label, "href": item.href, "active": item.current} for item in frame.navigation]

    @staticmethod
    def crumbs(page: Page) -> list[dict[str, Any]]:
        """Items of the breadcrumbs."""
        return [{"text": link.text, "href": link.href} for link in page.breadcrumbs]

    @staticmethod
    def faults(page: Page) -> list[dict[str, Any]]:
        """Lines of the error summary."""
        return [{"text": fault.text, "href": fault.href} for fault in page.form_errors]


def paper_address(request: HttpRequest) -> str:
    """The address of the page as PDF, with the filters in force."""
    asked = request.GET.copy()
    asked["format"] = "pdf"
    return f"{request.path}?{asked.urlencode()}"


def extend(environment: Environment) -> None:
    """Add our filters."""
    environment.filters.update(
        money=formats.money,
        number=formats.number,
        day=formats.day,
        instant=formats.instant,
        duration=formats.duration,
        govuk=govuk,
        svg=lambda chart: Markup(svg(chart)),  # noqa: S704  (built by an XML writer, which escapes)
    )
    environment.globals.update(count=formats.count, shape=Shape, paper_address=paper_address)
