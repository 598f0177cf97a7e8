"""Forms of the books: a manual journal with its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from hanaper.foundation.interface.fields import MoneyField, choices_with_blank
from hanaper.foundation.interface.forms import Form
from hanaper.foundation.tenancy.api import CostCentre
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger import selectors
from hanaper.ledger.models import ManualJournal, ManualLine, Programme
from hanaper.ledger.rules.manual import EnteredLine

BLANK_LINES = 4


class JournalForm(Form):
    """The head of a manual journal."""

    period = forms.ChoiceField(label="Accounting period", error_messages={"required": "Choose an accounting period"})
    description = forms.CharField(
        label="Description",
        max_length=200,
        help_text="What the journal is for. Leave out personal details.",
        error_messages={"required": "Enter a description"},
    )

    def __init__(self, *args: Any, body_id: int, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["period"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices_with_blank(
            [(str(p), f"{p.name} ({p})") for p in selectors.open_periods(body_id=body_id)]
        )

    @property
    def fiscal_period(self) -> FiscalPeriod:
        """The period chosen."""
        return FiscalPeriod.parse(self.cleaned_data["period"])


class OpeningForm(JournalForm):
    """A file of opening balances."""

    file = forms.FileField(
        label="File of opening balances",
        help_text="CSV with a heading row: account, cost centre, programme, debit, credit, narrative.",
        error_messages={"required": "Choose a file"},
    )


class LineForm(Form):
    """One line: a debit or a credit, never both."""

    account = forms.ChoiceField(label="Account")
    cost_centre = forms.ChoiceField(label="Cost centre")
    programme = forms.ChoiceField(label="Programme")
    debit = MoneyField(label="Debit", required=False)
    credit = MoneyField(label="Credit", required=False)
    narrative = forms.CharField(label="Narrative", max_length=120, required=False)

    def __init__(self, *args: Any, choices: LineChoices, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("account", "cost_centre", "programme"):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)
            chosen.choices = getattr(choices, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        debit, credit = cleaned.get("debit") or 0, cleaned.get("credit") or 0
        if self.has_changed() and not self.errors and bool(debit) == bool(credit):
            self.add_error("debit", "Enter a debit or a credit, and not both")
        return cleaned

    @property
    def entered(self) -> EnteredLine:
        """The line as the service takes it."""
        data = self.cleaned_data
        return EnteredLine(
            account_id=int(data["account"]),
            cost_centre_id=int(data["cost_centre"]),
            programme_id=int(data["programme"]),
            amount_pence=(data.get("debit") or 0) - (data.get("credit") or 0),
            narrative=data.get("narrative") or "",
        )


@dataclass(frozen=True)
class LineChoices:
    """What the selects of a line offer."""

    account: Sequence[tuple[Any, str]]
    cost_centre: Sequence[tuple[Any, str]]
    programme: Sequence[tuple[Any, str]]

    @classmethod
    def of(cls, body_id: int, day: date) -> LineChoices:
        """For a body on a day."""

        def choices(rows: Any) -> list[tuple[Any, str]]:
            return choices_with_blank([(row.pk, str(row)) for row in rows])

        return cls(
            choices(selectors.accounts_on(day)),
            choices(CostCentre.objects.filter(body_id=body_id, valid__contains=day)),
            choices(Programme.objects.filter(body_id=body_id, valid__contains=day)),
        )


@dataclass
class JournalEntry:
    """A journal's form and its lines, which are entered, refused and shown again together."""

    body_id: int
    form: JournalForm
    lines: forms.BaseFormSet[LineForm]

    @classmethod
    def of(cls, body_id: int, day: date, data: Any = None, journal: ManualJournal | None = None) -> JournalEntry:
        """Blank, filled from what was posted, or from a journal that is to be corrected."""
        made = forms.formset_factory(
            LineForm, extra=BLANK_LINES if journal is None else 1, max_num=200, validate_max=True
        )
        options = {"form_kwargs": {"choices": LineChoices.of(body_id, day)}, "prefix": "lines"}
        if data is not None:
            return cls(body_id, JournalForm(data, body_id=body_id), made(data, **options))  # type: ignore[arg-type]
        if journal is None:
            return cls(body_id, JournalForm(body_id=body_id), made(**options))  # type: ignore[arg-type]
        head = {"period": str(FiscalPeriod(journal.fiscal_year, journal.period)), "description": journal.description}
        lines = [_initial(line) for line in journal.lines.all()]
        return cls(body_id, JournalForm(initial=head, body_id=body_id), made(initial=lines, **options))  # type: ignore[arg-type]

    @staticmethod
    def reversal_of(journal: ManualJournal, data: Any = None) -> JournalForm:
        """The head alone: the lines of a reversal are those of the journal, with opposite signs."""
        return JournalForm(data, body_id=journal.body_id, initial={"description": f"Reversal of {journal}"})

    def with_more_lines(self) -> JournalEntry:
        """The same, as typed, with more blank lines."""
        data = self.form.data.copy()  # type: ignore[attr-defined]
        data["lines-TOTAL_FORMS"] = str(int(data["lines-TOTAL_FORMS"]) + BLANK_LINES)
        more = self.lines.__class__(data, form_kwargs=self.lines.form_kwargs, prefix="lines")
        return JournalEntry(self.body_id, JournalForm(data, body_id=self.body_id), more)

    def is_valid(self) -> bool:
        """Whether head and lines are complete; both are looked at, so that every fault shows at once."""
        head, lines = self.form.is_valid(), self.lines.is_valid()
        return head and lines

    @property
    def entered(self) -> list[EnteredLine]:
        """The lines that were filled in."""
        return [line.entered for line in self.lines.forms if line.has_changed()]


def _initial(line: ManualLine) -> dict[str, Any]:
    side = "debit" if line.amount_pence > 0 else "credit"
    return {
        "account": line.account_id, "cost_centre": line.cost_centre_id, "programme": line.programme_id,
        side: abs(line.amount_pence), "narrative": line.narrative,
    }  # fmt: skip
