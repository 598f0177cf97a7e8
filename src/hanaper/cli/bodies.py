"""`hanaper body`: what the books and payments of one body need before its first month.

Each command does nothing where what it says stands already, so that a set-up can be run again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any

import typer

from hanaper.cli import output

app = typer.Typer(no_args_is_help=True, help="What one body needs before its first month.")

Code = Annotated[str, typer.Argument(metavar="BODY", help="The body's code.")]
Since = Annotated[datetime, typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="The first day.")]


@app.command("open-year")
def open_year(
    body: Code,
    year: Annotated[int, typer.Argument(min=2000, max=2200, help="The year in which the fiscal year begins.")],
    periods: Annotated[int, typer.Option(min=1, max=12, help="How many, from the first.")] = 12,
) -> None:
    """Open the accounting periods of a body's fiscal year, April to March.

    Example:

      hanaper body open-year dsit 2026 --periods 8
    """
    from hanaper.kernel.periods import FiscalYear
    from hanaper.ledger.api import period_open
    from hanaper.ledger.models import Period

    with _act_for(body):
        there = set(Period.objects.filter(fiscal_year=year).values_list("period", flat=True))
        new = [each for each in FiscalYear(year).periods[:periods] if each.number not in there]
        if new:
            period_open(periods=new)
    output.talk(f"{len(new)} opened." if new else "They stand already.")


@app.command("programme")
def programme(
    body: Code,
    code: Annotated[str, typer.Argument(help="Up to 12 characters.")],
    name: Annotated[str, typer.Argument(help="As it is shown.")],
    since: Since,
) -> None:
    """Make a programme: what a body's money is for, across its cost centres.

    Example:

      hanaper body programme dsit P-100 "Running the department" --from 2026-04-01
    """
    from hanaper.ledger.api import Programme, programme_create

    if not 1 <= len(code) <= 12 or not 1 <= len(name) <= 120:
        raise typer.BadParameter("a code has 1 to 12 characters and a name 1 to 120")
    with _act_for(body):
        standing = Programme.objects.filter(code=code).first()
        if standing is None:
            programme_create(code=code, name=name, since=since.date())
        elif (standing.name, standing.valid.lower) != (name, since.date()):
            found = f"{standing} stands for {body} since {standing.valid.lower}: choose another code"
            raise typer.BadParameter(found, param_hint="CODE")
    output.talk("It stands already." if standing else "Made.")


@app.command("bank-account")
def bank_account(
    body: Code,
    holder: Annotated[str, typer.Option(metavar="NAME", help="As the bank has it.")],
    since: Since,
    sort_code: Annotated[str, typer.Option(metavar="DIGITS")] = "",
    account_number: Annotated[str, typer.Option(metavar="DIGITS")] = "",
    iban: Annotated[str, typer.Option(metavar="IBAN", help="In place of the two, for another currency.")] = "",
    bic: Annotated[str, typer.Option(metavar="BIC")] = "",
    service_user: Annotated[str, typer.Option(metavar="NUMBER", help="As Bacs knows the body.")] = "",
    currency: Annotated[str, typer.Option(metavar="CODE")] = "GBP",
) -> None:
    """Say from which account a body pays in a currency. One account for each currency on any day.

    Example:

      hanaper body bank-account dsit --holder "DSIT payments" --sort-code 000999 --account-number 12345678
        --service-user 900001 --from 2026-04-01
    """
    from hanaper.finance.cash.api import BankAccount, bank_account_open

    if bool(iban) == bool(sort_code and account_number):
        raise typer.BadParameter("name a sort code and an account number, or an IBAN")
    with _act_for(body):
        standing = BankAccount.objects.filter(currency=currency, valid__overlap=(since.date(), None)).first()
        if standing is None:
            bank_account_open(
                currency=currency, holder_name=holder, since=since.date(), sort_code=sort_code,
                account_number=account_number, iban=iban, bic=bic, service_user_number=service_user,
            )  # fmt: skip
        elif not _same_account(standing, sort_code + account_number, iban):
            found = f"{body} pays {currency} from another account since {standing.valid.lower}"
            raise typer.BadParameter(found, param_hint="BODY")
    output.talk("It stands already." if standing else "Made.")


def _same_account(standing: Any, number: str, iban: str) -> bool:
    digits = "".join(each for each in number if each.isdigit())
    return (standing.sort_code + standing.account_number, standing.iban) == (digits, iban.replace(" ", "").upper())


@app.command("vat-recovery")
def vat_recovery(
    body: Code,
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="Its code in the chart.")],
    heading: Annotated[str, typer.Option(metavar="TEXT", help="The heading under which the VAT is refunded.")],
    source: Annotated[str, typer.Option(metavar="TEXT", help="What says so, with its date.")],
    since: Since,
    basis_points: Annotated[int, typer.Option(min=0, max=10_000, help="The share; 10000 is all.")] = 10_000,
) -> None:
    """Say that a body recovers VAT on an account. Nothing is recovered where nobody has said so.

    Example:

      hanaper body vat-recovery dsit 5300 --heading "Heading 14" --source "Contracting Out Direction, 2025"
        --from 2026-04-01
    """
    from hanaper.finance.payables.api import vat_recovery_set
    from hanaper.finance.payables.models import VatRecovery

    with _act_for(body):
        overlapping = VatRecovery.objects.filter(account__code=account, valid__overlap=(since.date(), None))
        standing = overlapping.order_by("valid").first()
        if standing is None:
            vat_recovery_set(
                account=account, heading=heading, recoverable_basis_points=basis_points, valid=(since.date(), None),
                source=source,
            )  # fmt: skip
        elif (standing.heading, standing.recoverable_basis_points) != (heading, basis_points):
            found = f"{body} recovers otherwise on {account} since {standing.valid.lower}: {standing.heading}"
            raise typer.BadParameter(found, param_hint="ACCOUNT")
    output.talk("It stands already." if standing else "Made.")


@contextmanager
def _act_for(code: str) -> Iterator[Any]:
    """An act of the operator for the body, of today."""
    from hanaper.foundation.acts.api import Automation, act
    from hanaper.foundation.identity.api import operator_rule
    from hanaper.foundation.tenancy.api import Body

    body = Body.objects.filter(code=code).first()
    if body is None:
        raise typer.BadParameter(f"there is no body {code!r}: see `hanaper tenancy list`", param_hint="BODY")
    with act(Automation(operator_rule()), None, body) as opened:
        yield opened
