"""Writes of returns, one business act each, for the body that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.files.api import CSV, Upload, file_check
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import Outcome, advance, advance_one, create
from hanaper.kernel.csv_rows import line_ranges
from hanaper.kernel.digest import digest_bytes
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.returns import selectors
from hanaper.strategy.returns.errors import IsConnected, IsNative, KindUnknown, NotConnected, SameFile, WrongReturn
from hanaper.strategy.returns.models import Connection, Edition, EditionRow, Refusal, Return
from hanaper.strategy.returns.native import native_rows
from hanaper.strategy.returns.process import RETURN
from hanaper.strategy.returns.rules.checks import Checked, check
from hanaper.strategy.returns.rules.findings import Finding
from hanaper.strategy.returns.rules.formats import FORMATS

SHOWN = 12


def connection_set(*, system: str, since: date, source: str) -> Connection:
    """Say that the act's body runs another system from a day on; what was said before ends then."""
    body_id = current_act().body_id
    before = selectors.connection_on(body_id, since)
    if before is not None:
        before.valid = DateRange(before.valid.lower, since)
        before.save(update_fields=["valid"])
    return Connection.objects.create(
        body_id=body_id, system=system, valid=DateRange(since, None), source=source, recorded_at=current_act().at
    )


def returns_expect(*, kinds: Sequence[str], months: Sequence[FiscalPeriod]) -> list[Return]:
    """Ask the act's body for returns of these kinds and months. What is asked for already stays as it is."""
    for kind in kinds:
        _format(kind)
    held = set(Return.objects.filter(kind__in=kinds).values_list("kind", "month"))
    made = [
        Return(kind=kind, month=month.start, due_on=selectors.due_date(month))
        for month in months
        for kind in kinds
        if (kind, month.start) not in held
    ]
    if made:
        create(RETURN, "expect", made)
        take("return", Return, [each.pk for each in made], prefix="RT")
    return made


def return_check(*, return_id: int, content: bytes) -> Checked:
    """Read and check a file for a return, and keep nothing."""
    asked = selectors.return_get_for(return_id)
    month = FiscalPeriod.of_date(asked.month)
    return check(
        asked.kind,
        content,
        selectors.context(body=asked.body, month=month, kind=asked.kind, today=current_act().today),
    )


def return_send(*, return_id: int, name: str, content: bytes, reasons: Mapping[str, str] | None = None) -> Edition:
    """Send a file for a return: all of it, or nothing. reasons: why each warning is right, by its code.

    Raises NotConnected for a body of which nobody has said so, SameFile, WrongReturn (with every finding), StepRefused.
    """
    asked = (
        Return.objects.select_for_update(of=("self",))
        .select_related("body")
        .get(pk=selectors.return_get_for(return_id).pk)
    )
    if selectors.connection_on(asked.body_id, asked.month) is None:
        raise (
            NotConnected(body=asked.body.name) if not _has_connection(asked.body_id) else IsNative(body=asked.body.name)
        )
    file_check(Upload(name, content, CSV))
    if any(bytes(each.sha256) == digest_bytes(content) for each in selectors.editions(asked.pk)[:1]):
        raise SameFile(file=name)
    found = return_check(return_id=return_id, content=content)
    said = {code: reason.strip() for code, reason in (reasons or {}).items() if reason.strip()}
    if wrong := [*found.faults, *(each for each in found.warnings if each.code not in said)]:
        raise refused(wrong)
    kept = {each.code: said[each.code] for each in found.warnings}
    edition = _keep(asked, name, content, found, kept)
    advance_one(RETURN, "send", asked)
    return edition


def return_refuse(*, return_id: int, name: str, wrong: Sequence[Finding]) -> Refusal:
    """Keep that a file was refused, and why; nothing of what was in it."""
    asked = selectors.return_get_for(return_id)
    return Refusal.objects.create(
        body_id=asked.body_id, of=asked, file_name=name[:120], at=current_act().at,
        faults=[{"code": each.code, "line": each.line, "column": each.column} for each in wrong],
    )  # fmt: skip


def refused(wrong: Sequence[Finding]) -> WrongReturn:
    """The refusal of a file, which names every finding by code, line and column."""
    shown = "; ".join(
        f"line {each.line}, {each.column or 'file'}: {each.found}, expected {each.expected} ({each.rule})"
        for each in wrong[:SHOWN]
    )
    more = f"; and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
    error = WrongReturn(
        count=len(wrong),
        codes=", ".join(dict.fromkeys(each.code for each in wrong)),
        lines=line_ranges([each.line for each in wrong]),
        findings=f"{shown}{more}.",
    )
    error.wrong = tuple(wrong)
    return error


def return_make(*, return_id: int) -> Edition:
    """Make a native body's return from its transactions; it passes the same checks. Raises NotHeld, IsConnected."""
    asked = selectors.return_get_for(return_id)
    month = FiscalPeriod.of_date(asked.month)
    if selectors.connection_on(asked.body_id, asked.month) is not None:
        raise IsConnected(body=asked.body.name)
    content = native_rows(asked.kind, asked.body, month)
    found = return_check(return_id=return_id, content=content)
    if found.faults:
        raise refused(found.faults)
    kept = {each.code: "Made from transactions" for each in found.warnings}
    edition = _keep(asked, f"{asked.kind}-{asked.body.code}-{month.start:%Y-%m}.csv", content, found, kept)
    advance_one(RETURN, "make", asked)
    return edition


def returns_accept(*, ids: Iterable[int]) -> list[Outcome]:
    """Accept returns that somebody else sent."""
    return advance(RETURN, "accept", ids)


def returns_reopen(*, ids: Iterable[int]) -> list[Outcome]:
    """Open returns for a correction. The edition that was received stays, and the next one stands beside it."""
    return advance(RETURN, "reopen", ids)


def _keep(asked: Return, name: str, content: bytes, found: Checked, reasons: Mapping[str, str]) -> Edition:
    number = asked.edition + 1
    edition = Edition.objects.create(
        body_id=asked.body_id, of=asked, edition=number, format_version=found.form.version, file_name=name[:120],
        sha256=digest_bytes(content), rows=len(found.rows), cells_given=found.given, cells_asked=found.asked,
        mended=[{"code": each.code, "line": each.line, "column": each.column} for each in found.mended],
        reasons=dict(reasons), received_at=current_act().at,
    )  # fmt: skip
    EditionRow.objects.bulk_create(
        [
            EditionRow(
                body_id=asked.body_id,
                edition=edition,
                line=row.line,
                cells={k: _plain(v) for k, v in row.values.items()},
            )
            for row in found.rows
        ],
        batch_size=2000,
    )
    Return.objects.filter(pk=asked.pk).update(edition=number)
    asked.refresh_from_db()
    return edition


def _plain(value: Any) -> Any:
    """A cell as JSON keeps it, exact."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _format(kind: str) -> None:
    if kind not in FORMATS:
        raise KindUnknown(found=kind, expected=", ".join(FORMATS))


def _has_connection(body_id: int) -> bool:
    return Connection.objects.filter(body_id=body_id).exists()
