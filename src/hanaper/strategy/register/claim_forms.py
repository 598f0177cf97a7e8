"""Recording a claim on the screen: what the kind needs, then the source, which every kind needs alike."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from hanaper.foundation.interface.api import ChoiceField, Form, choices_with_blank
from hanaper.strategy.register.facts import Register
from hanaper.strategy.register.rules.entering import BOUNDS, LONGEST, SIDES, STATUSES, Fault

NEW: Final = "new"
_DATE: Final = "As exact as the source gives it: 2024, 2024-03, 2024-03-04, or 2020-21 for a fiscal year."
_OF_KIND: Final = {
    "figure": ("about", "name", "what", "unit", "value", "bound", "prices", "discounting", "net"),
    "state": ("about", "what", "value"),
    "date": ("about", "what", "value", "planned"),
    "live": ("about", "value"),
    "commitment": ("about", "value", "due"),
}
_LABELS: Final = {
    ("figure", "about"): "Figure",
    ("figure", "what"): "What it counts",
    ("state", "what"): "Side",
    ("state", "value"): "How it stands",
    ("date", "what"): "What happens, or happened",
    ("date", "value"): "When",
    ("live", "value"): "Is it live?",
    ("commitment", "about"): "Departmental group",
    ("commitment", "value"): "Status",
}


def _text(label: str, help_text: str = "", *, most: int = 300, rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else None
    return forms.CharField(label=label, help_text=help_text, max_length=most, required=False, widget=widget)


class ClaimForm(Form):
    """One claim of one kind. What is needed and right `rules.entering` says, for files alike."""

    about = forms.ChoiceField(label="Cluster", required=False)
    name = _text("Short name of a new figure", "Small letters, digits and hyphens. Only for a new figure.", most=60)
    what = _text("What", most=300)
    unit = _text("Unit", "Empty for a figure that is there: it keeps its unit. GBP pence for pounds.", most=40)
    value = _text("Value", most=200)
    bound = forms.ChoiceField(
        label="How the source limits it", choices=[(each, each.capitalize()) for each in BOUNDS], required=False,
        initial="exactly",
    )  # fmt: skip
    prices = _text("Prices", "For money: nominal, or real and of which year. Empty: the source does not say.", most=60)
    discounting = _text("Discounting", "For money. Empty: the source does not say.", most=60)
    net = _text("Gross or net", "For money. Empty: the source does not say.", most=60)
    planned = ChoiceField(
        label="Planned or actual", required=False, widget=forms.RadioSelect,
        choices=[("yes", "Planned"), ("no", "It happened")],
    )  # fmt: skip
    due = _text("Decision due", f"Only where one is named. {_DATE}", most=10)
    as_of = _text("As of", f"The day for which the source says it. {_DATE}", most=10)
    source_title = _text("Title of the source", most=LONGEST["source_title"])
    source_publisher = _text("Publisher", most=LONGEST["source_publisher"])
    source_published = _text("Published", _DATE, most=10)
    source_at = _text("Where it is", "Its address, or where a copy is kept.", most=LONGEST["source_at"])
    source_seen = _text("When you read it", _DATE, most=10)
    source_via = _text("Document that it reports", "Only where you did not read that document itself.")
    note = _text("Note", most=LONGEST["note"], rows=3)
    corrects = forms.ChoiceField(label="Corrects", required=False)

    def __init__(
        self, *args: Any, kind: str, register: Register, correctable: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        for name in {name for names in _OF_KIND.values() for name in names} - set(_OF_KIND[kind]):
            del self.fields[name]
        for name in _OF_KIND[kind]:
            self.fields[name].label = _LABELS.get((kind, name), self.fields[name].label)
        if kind == "figure":
            self.fields[
                "value"
            ].help_text = "Pounds with their sign, as £120,000,000; otherwise a whole number or a word."
        if kind == "date":
            self.fields["value"].help_text = _DATE
        self._choose("about", _about(kind, register), "Choose one")
        self._choose("corrects", correctable, "Nothing: it stands beside what is there")
        match kind:
            case "state":
                self._choose("what", [(side, side.capitalize()) for side in SIDES], "Choose one")
            case "live":
                self._choose("value", [("yes", "Yes"), ("no", "No")], "Choose one")
            case "commitment":
                self._choose("value", [(each, each.capitalize()) for each in STATUSES], "Choose one")

    def _choose(self, name: str, choices: list[tuple[str, str]], blank: str) -> None:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            field = self.fields[name] = forms.ChoiceField(label=field.label, required=False)
        field.choices = choices_with_blank(choices, blank)

    @property
    def groups(self) -> list[tuple[str, list[str]]]:
        """The fields in the order in which somebody reads a source: what it says, where it says it, what it mends."""
        apart = ("note", "corrects")
        source = [name for name in self.fields if name.startswith("source_")]
        says = [name for name in self.fields if name not in (*source, *apart)]
        return [("What the source says", says), ("The source", source), ("About this claim", list(apart))]

    def given(self) -> dict[str, str]:
        """What was entered, by the columns of a file of claims."""
        given = {name: str(value or "") for name, value in self.cleaned_data.items()}
        if name := given.pop("name", ""):
            given["about"] = name
        return given | {"kind": self.kind, "about": "" if given["about"] == NEW else given["about"]}

    def refuse(self, faults: list[Fault]) -> None:
        """Say each fault at its field."""
        for each in faults:
            field = each.column if each.column in self.fields else None
            text = f"Found {each.found}. Expected {each.expected}. {each.rule}"
            self.add_error(field, text.replace("{", "(").replace("}", ")"))


class ClaimFileForm(Form):
    """A file of claims."""

    file = forms.FileField(
        label="File", max_length=120,
        help_text="CSV with the columns of the template, at most 10 MB. The whole file is taken, or nothing of it.",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )  # fmt: skip


def _about(kind: str, register: Register) -> list[tuple[str, str]]:
    match kind:
        case "figure":
            known = [(each.id, each.definition) for each in (*register.series, *register.benchmarks)]
            return [*sorted(known, key=lambda pair: pair[1]), (NEW, "A new figure, named below")]
        case "commitment":
            groups = [(group.id, group.name) for cluster in register.clusters for group in cluster.groups]
            return sorted(groups, key=lambda pair: pair[1])
        case _:
            return [(cluster.id, cluster.name) for cluster in register.clusters]
