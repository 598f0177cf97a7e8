"""What pages are put together from: links, facts, buttons, tiles, sections, banners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from hanaper.foundation.interface.charts import AnyChart
from hanaper.foundation.interface.columns import Kind, Tag, text_of
from hanaper.foundation.interface.tables import BoundTable

if TYPE_CHECKING:
    from django import forms


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere. `hidden` is added for screen readers: what "Change" would change."""

    text: str
    href: str
    hidden: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Fault:
    """One line of an error summary. `href` leads to the field, `#id_x`."""

    text: str
    href: str | None = None


@dataclass(frozen=True)
class Fact:
    """A label with its value: one row of a summary list.

    kind: how the value reads, as for a table column. A Tag shows as one whatever the kind.
    missing: what stands when there is no value; a fact without a value and without this is not shown.
    """

    label: str
    value: Any
    kind: Kind = "text"
    href: str | None = None
    change: str | None = None
    missing: str = ""
    hint: str = ""

    @property
    def text(self) -> str:
        """The value as words."""
        return self.value.text if isinstance(self.value, Tag) else text_of(self.kind, self.value) or self.missing

    @property
    def tag(self) -> Tag | None:
        """The value when it is a state."""
        return self.value if isinstance(self.value, Tag) else None


@dataclass(frozen=True)
class Press:
    """A button. With `method` post it acts at once; with get it leads to the page that asks.

    fields: hidden values posted with it. kind "secondary" for what is not the next step, "warning" for what harms.
    """

    label: str
    url: str
    method: Literal["get", "post"] = "post"
    kind: Literal["primary", "secondary", "warning"] = "primary"
    fields: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""


@dataclass(frozen=True)
class Tile:
    """A figure with a short name (20 characters or fewer), which opens to its lines.

    alarm: the figure should be nought and is not; the page says so in words as well as by colour.
    note: guard text: what the figure leaves out, how many rows it rests on, or why it is not shown.
    """

    label: str
    value: str
    href: str | None = None
    note: str = ""
    alarm: bool = False


@dataclass(frozen=True)
class Section:
    """A part of an object or report page under its own heading: facts, a chart, a table, or sentences.

    chart: drawn above the table of the same figures, which it is never without.
    """

    title: str
    facts: Sequence[Fact] = ()
    table: BoundTable | None = None
    chart: AnyChart | None = None
    paragraphs: Sequence[str] = ()
    links: Sequence[Link] = ()
    anchor: str = ""

    def __post_init__(self) -> None:
        if self.chart is not None and self.table is None:
            raise ValueError(f"the chart “{self.chart.title}” has no table of its figures")


@dataclass(frozen=True)
class Banner:
    """Something said once at the top of a page, after an act ("success") or about the page ("important")."""

    text: str
    kind: Literal["success", "important"] = "success"
    link: Link | None = None


@dataclass(frozen=True)
class FormLines:
    """A document's lines as rows of inputs: one Django formset under its heading.

    blanks are simply left empty; `add_name` is the button that gives more of them without JavaScript.
    """

    title: str
    formset: forms.BaseFormSet[Any]
    hint: str = ""
    add_name: str = "add_line"
    add_label: str = "Add more lines"
