"""The page kinds. A view returns one of these; the kit renders it. Nothing else makes a page.

Each kind is a frozen dataclass that says what is on the page, never how it looks: the templates in
`jinja2/hanaper/pages/` do that, one per kind. A screen that fits no kind needs a decision record first.

    home            your work, controls, what is due, figures: each number opens to its list
    list            a table with filters, bulk acts and files
    object          one document: who it is, where it stands, the facts to decide by, what can be done, what happened
    edit            a form, with lines where the document has them
    check answers   everything entered, before it is sent
    confirm         an act that is hard to undo or needs a reason
    inbox           your work, over all modules, by urgency
    report          figures, each a link to its lines, and a table
    job             how far a long piece of work has come
    text            help, statements and problems
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from hanaper.foundation.interface import formats
from hanaper.foundation.interface.parts import Banner, Fact, Fault, FormLines, Link, Press, Section, Tile
from hanaper.foundation.interface.tables import BoundTable, Tag

if TYPE_CHECKING:
    from django import forms

    from hanaper.foundation.interface.inbox import WorkGroup
    from hanaper.foundation.interface.timeline import TimelineEntry


__all__ = [
    "PAGE_KINDS",
    "Banner",
    "CheckAnswersPage",
    "ConfirmPage",
    "EditPage",
    "Fact",
    "Fault",
    "FormLines",
    "Home",
    "InboxPage",
    "JobPage",
    "Link",
    "ListPage",
    "ObjectPage",
    "Page",
    "Press",
    "ReportPage",
    "Section",
    "TextPage",
    "Tile",
]


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every kind has.

    title: the heading, without the name of the body, which the header shows.
    scope: the code of the body the page is about, "all", or None for a page outside any body.
    caption: the kind of thing that the title names, small, above it.
    help: "How this works": a few sentences, closed until asked for.
    synthetic: whether any figure here rests on made-up rows. The page says so at the top.
    item: reference of the document that the reader has open, when there is one: its forms then carry a signed
        opening time, from which effort is measured.
    """

    template: ClassVar[str]
    kind: ClassVar[str]

    title: str
    scope: str | None = None
    caption: str = ""
    section: str = ""
    back: Link | None = None
    breadcrumbs: Sequence[Link] = ()
    help: Sequence[str] = ()
    help_link: Link | None = None
    synthetic: bool = False
    banners: Sequence[Banner] = ()
    faults: Sequence[Fault] = ()
    item: str | None = None
    status: int = 200

    @property
    def heading(self) -> str:
        """The title as the browser's tab says it; a list adds its page number."""
        return self.title

    @property
    def tables(self) -> Sequence[BoundTable]:
        """The tables on the page that can be had as files."""
        return ()

    @property
    def form_errors(self) -> Sequence[Fault]:
        """Everything wrong on the page, for the error summary."""
        return self.faults


@dataclass(frozen=True, kw_only=True)
class Home(Page):
    """Your work, controls first (unreconciled, suspense, failed, late), what is due, figures."""

    template: ClassVar[str] = "hanaper/pages/home.html"
    kind: ClassVar[str] = "home"

    work: Sequence[Tile] = ()
    next_up: Sequence[WorkGroup] = ()
    controls: Sequence[Tile] = ()
    due: Sequence[Link] = ()
    figures: Sequence[Tile] = ()
    as_at: datetime | None = None
    inbox_url: str = ""


@dataclass(frozen=True, kw_only=True)
class ListPage(Page):
    """One table that is the point of the page."""

    template: ClassVar[str] = "hanaper/pages/list.html"
    kind: ClassVar[str] = "list"

    table: BoundTable
    intro: str = ""
    actions: Sequence[Press] = ()
    tiles: Sequence[Tile] = ()

    @property
    def heading(self) -> str:
        many = self.table.page_count > 1
        return f"{self.title} (page {self.table.page} of {self.table.page_count})" if many else self.title

    @property
    def tables(self) -> Sequence[BoundTable]:
        return (self.table,)

    @property
    def form_errors(self) -> Sequence[Fault]:
        wrong = (Fault(text, f"#{self.table.prefix}{name}") for name, text in self.table.faults.items())
        return [*self.faults, *wrong]


@dataclass(frozen=True, kw_only=True)
class ObjectPage(Page):
    """One document or record.

    identity: the few facts that say which one it is, always in sight at the top.
    state: where it stands. waiting: one sentence, "Waiting for approval by Finance since 4 March 2024".
    actions: what this reader may do now; `take` is one of them, where given.
    withheld: acts that this reader might expect and may not do, each with the reason, without revealing the record.
    """

    template: ClassVar[str] = "hanaper/pages/object.html"
    kind: ClassVar[str] = "object"

    identity: Sequence[Fact] = ()
    state: Tag | None = None
    waiting: str = ""
    facts: Sequence[Fact] = ()
    sections: Sequence[Section] = ()
    actions: Sequence[Press] = ()
    take: Press | None = None
    withheld: Sequence[str] = ()
    timeline: Sequence[TimelineEntry] = ()
    related: Sequence[Link] = ()

    @property
    def tables(self) -> Sequence[BoundTable]:
        return [section.table for section in self.sections if section.table is not None]


@dataclass(frozen=True, kw_only=True)
class EditPage(Page):
    """A form. Fields in the order of the form, in groups where the view names some."""

    template: ClassVar[str] = "hanaper/pages/edit.html"
    kind: ClassVar[str] = "edit"

    form: forms.BaseForm
    submit: str
    action: str = ""
    cancel: Link | None = None
    intro: Sequence[str] = ()
    groups: Sequence[tuple[str, Sequence[str]]] = ()
    lines: Sequence[FormLines] = ()
    facts: Sequence[Fact] = ()
    warning: str = ""

    @property
    def form_errors(self) -> Sequence[Fault]:
        from hanaper.foundation.interface.forms import form_faults, lines_faults

        lines = (fault for part in self.lines for fault in lines_faults(part.formset))
        return [*self.faults, *form_faults(self.form), *lines]


@dataclass(frozen=True, kw_only=True)
class CheckAnswersPage(Page):
    """Everything that was entered, each with its "Change" link, before the act."""

    template: ClassVar[str] = "hanaper/pages/check_answers.html"
    kind: ClassVar[str] = "check answers"

    groups: Sequence[Section] = ()
    press: Press
    statement: str = ""

    @property
    def tables(self) -> Sequence[BoundTable]:
        return [group.table for group in self.groups if group.table is not None]


@dataclass(frozen=True, kw_only=True)
class ConfirmPage(Page):
    """An act that is hard to undo, whose consequence needs saying, or that needs a reason."""

    template: ClassVar[str] = "hanaper/pages/confirm.html"
    kind: ClassVar[str] = "confirm"

    consequence: str
    press: Press
    cancel: Link
    facts: Sequence[Fact] = ()
    form: forms.BaseForm | None = None

    @property
    def form_errors(self) -> Sequence[Fault]:
        from hanaper.foundation.interface.forms import form_faults

        return [*self.faults, *(form_faults(self.form) if self.form is not None else ())]


@dataclass(frozen=True, kw_only=True)
class InboxPage(Page):
    """Your work over all modules, grouped by urgency.

    kinds: (label, name in the URL, how many wait) of each kind of work; chosen_kind: the one shown, "" for all.
    """

    template: ClassVar[str] = "hanaper/pages/inbox.html"
    kind: ClassVar[str] = "inbox"

    groups: Sequence[WorkGroup]
    total: int
    kinds: Sequence[tuple[str, str, int]] = ()
    chosen_kind: str = ""
    url: str = ""
    empty: str = "Nothing waits for you. What others finish and pass to you appears here."

    @property
    def showing(self) -> str:
        """How many there are, and whether all are shown."""
        shown = sum(len(group.items) for group in self.groups)
        if shown == self.total:
            return formats.count(self.total, "item")
        return f"The {formats.number(shown)} most urgent of {formats.count(self.total, 'item')}"


@dataclass(frozen=True, kw_only=True)
class ReportPage(Page):
    """Figures and the table they come from.

    basis: what the figures count, from when to when, by which definition. notes: guards, in full sentences.
    on_paper: whether the page can be had as PDF.
    """

    template: ClassVar[str] = "hanaper/pages/report.html"
    kind: ClassVar[str] = "report"

    basis: str = ""
    as_at: datetime | None = None
    tiles: Sequence[Tile] = ()
    table: BoundTable | None = None
    sections: Sequence[Section] = ()
    notes: Sequence[str] = ()
    source: str = ""
    on_paper: bool = False

    @property
    def tables(self) -> Sequence[BoundTable]:
        main = [self.table] if self.table is not None else []
        return [*main, *(section.table for section in self.sections if section.table is not None)]


@dataclass(frozen=True, kw_only=True)
class JobPage(Page):
    """A long piece of work: its stage, how far, started when and by whom. The reader may leave; the result stays.

    url: the page's own address. refresh_seconds: how often a script fetches the state anew; without scripts a link
        does (a page that reloads itself takes the place from under a screen reader, WCAG 2.2.1).
    """

    template: ClassVar[str] = "hanaper/pages/job.html"
    kind: ClassVar[str] = "job"

    stage: str
    state: Literal["waiting", "running", "done", "failed"]
    done: int = 0
    total: int | None = None
    noun: tuple[str, str] = ("item", "items")
    started_at: datetime | None = None
    started_by: str = ""
    finished_at: datetime | None = None
    outcome: Sequence[Fact] = ()
    table: BoundTable | None = None
    links: Sequence[Link] = ()
    stop: Press | None = None
    url: str = ""
    refresh_seconds: int | None = None

    @property
    def state_tag(self) -> Tag:
        """The state as a tag."""
        return _JOB_STATES[self.state]

    @property
    def tables(self) -> Sequence[BoundTable]:
        return (self.table,) if self.table is not None else ()


@dataclass(frozen=True, kw_only=True)
class TextPage(Page):
    """Sentences: help, a statement, a problem and what to do about it."""

    template: ClassVar[str] = "hanaper/pages/text.html"
    kind: ClassVar[str] = "text"

    paragraphs: Sequence[str] = ()
    sections: Sequence[Section] = ()
    links: Sequence[Link] = ()


_JOB_STATES = {
    "waiting": Tag("Waiting to start", "grey"),
    "running": Tag("Running", "blue"),
    "done": Tag("Done", "green"),
    "failed": Tag("Failed", "red"),
}

PAGE_KINDS: tuple[type[Page], ...] = (
    Home, ListPage, ObjectPage, EditPage, CheckAnswersPage, ConfirmPage, InboxPage, ReportPage, JobPage, TextPage,
)  # fmt: skip
"""Every kind there is, for the tests that render, weigh and check each."""
