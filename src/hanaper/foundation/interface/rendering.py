"""A page object becomes HTML here, and only here."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template import engines

from hanaper.foundation.interface import opening
from hanaper.foundation.interface.frame import PRODUCT, Frame
from hanaper.foundation.interface.pages import Page

STYLES = ("vendor/govuk/govuk-frontend.min.css", "hanaper/hanaper.css")
FOOTER = (
    ("Help", "/help/"),
    ("How figures are made", "/help/figures/"),
    ("Glossary", "/help/glossary/"),
    ("Accessibility", "/accessibility/"),
)


@dataclass(frozen=True)
class Posted:
    """The hidden fields of every form on the page.

    opened: signed opening time of the item, "" on pages of none. once: key that makes a second press of the same
    button answer as the first did (P29).
    """

    opened: str
    once: str


def html(page: Page, frame: Frame, request: HttpRequest | None = None) -> str:
    """The page as HTML, inside the frame."""
    opened = opening.token(page.item, datetime.now(UTC)) if page.item else ""
    context: dict[str, Any] = {
        "page": page,
        "frame": frame,
        "posted": Posted(opened, str(uuid.uuid4())),
        "document_title": document_title(page, frame),
        "footer_links": FOOTER,
    }
    template = engines["jinja2"].get_template(page.template)
    return str(template.render(context, request))


def response(page: Page, frame: Frame, request: HttpRequest) -> HttpResponse:
    """The page as an answer, never kept by caches: it is one person's."""
    answer = HttpResponse(html(page, frame, request), status=page.status)
    answer["Cache-Control"] = "no-store"
    return answer


def standalone(page: Page) -> str:
    """The page as one HTML file: its styles inside, no scripts, nothing fetched from elsewhere."""
    styles = "\n".join(_style(name) for name in STYLES)
    context = {"page": page, "frame": Frame(), "document_title": document_title(page, Frame()), "styles": styles}
    return str(engines["jinja2"].get_template(page.template).render(context))


def _style(name: str) -> str:
    """A style sheet without the fonts and pictures that it would fetch."""
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not there: run make setup")
    return re.sub(r"url\([^)]*\)", "none", Path(found).read_text(encoding="utf-8"))


def document_title(page: Page, frame: Frame) -> str:
    """What the browser's tab says: errors first, then the page, the body, the product."""
    parts = [page.heading, frame.place.name if frame.place else "", PRODUCT]
    return ("Error: " if page.form_errors else "") + " – ".join(part for part in parts if part)
