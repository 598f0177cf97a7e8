"""Who works in the model cluster: teams with their duties, and invented people in them.

The centre's teams serve every body of the cluster and hold no retained duty; each has at least the ten people for whom
worked time may be shown. Every body has people of its own who need, approve and receive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanaper.demo.names import person_name

#: People in each team of the centre. A body's own ten, in three teams: below ten, what they cost may not be shown.
CENTRE_PEOPLE = 12


@dataclass(frozen=True, slots=True)
class Team:
    """code: also that of the role. job: of one of its people. can: what the sign-in page says that they can do.

    size: people in it. limits_pence: the largest amount that each of a body's people may approve, in their order.
    """

    code: str
    name: str
    job: str
    duties: tuple[str, ...]
    can: tuple[str, ...]
    limits_pence: tuple[int | None, ...] = ()
    size: int = CENTRE_PEOPLE


READS_BUYING = ("supplier.read", "order.read", "invoice.read", "levels.read")
READS_MONEY = ("ledger.read", "payment-run.read", "levels.read")

CENTRE_TEAMS = (
    Team("supplier-desk", "Supplier desk", "Supplier officer",
         ("supplier.maintain", "supplier-bank.propose", "supplier.read"),
         ("Register suppliers", "Propose a supplier's bank account")),
    Team("supplier-check", "Supplier verification", "Supplier verification officer",
         ("supplier-bank.approve", "supplier.read"),
         ("Approve or refuse a bank account that somebody else proposed",)),
    Team("invoice-desk", "Invoice desk", "Payables clerk",
         ("invoice.receive", "invoice.resolve", "ledger.read", *READS_BUYING),
         ("Bring in invoices", "Resolve or reject what is held")),
    Team("payments", "Payments", "Payments officer",
         ("payment-run.build", "invoice.read", "supplier.read", *READS_MONEY),
         ("Choose what a payment run pays",)),
    Team("payments-release", "Payment release", "Payment release manager",
         ("payment-run.release", "invoice.read", "supplier.read", *READS_MONEY),
         ("Release a run that somebody else built, after signing in again",)),
    Team("accountants", "Accounts", "Accountant",
         ("journal.enter", "journal.approve", "invoice.read", *READS_MONEY),
         ("Enter manual journals", "Approve or send back those of colleagues")),
    Team("books-control", "Control of the books", "Financial controller",
         ("period.open", "period.close", "chart.maintain", "ledger.read"),
         ("Open and close periods", "Maintain the chart, cost centres and programmes")),
    Team("hr-services", "HR services", "HR officer",
         ("employee.create", "employee.maintain", "absence.record", "employee.read", "absence.read", "post.read"),
         ("Take on starters and record leavers", "Record sickness and leave")),
    Team("pay-setup", "Pay set-up", "Pay policy officer",
         ("pay-scheme.maintain", "pay-rules.maintain", "post.read", "pay-run.read"),
         ("Set up PAYE schemes and pay scales",)),
    Team("payroll-desk", "Payroll desk", "Payroll officer",
         ("pay-facts.set", "pay-input.enter", "pay-run.calculate", "pay-run.read", "employee.read"),
         ("Keep tax codes and pensions", "Gather and calculate pay runs")),
    Team("payroll-control", "Payroll control", "Payroll manager",
         ("pay-check.accept", "pay-run.approve", "pay-run.submit", "pay-run.read", "employee.read", "ledger.read"),
         ("Accept by name what stands out in a pay run", "Approve a run, after signing in again")),
    Team("performance", "Performance", "Head of service performance",
         ("costs.maintain", "costs.read", "satisfaction.read", "update.read", "register.read", "benefit.read",
          "convergence.read", "deviation.approve", "ledger.read", "payment-run.read", *READS_BUYING),
         ("See service levels, cost to serve, convergence and the update, with every line behind them",
          "Agree to deviations")),
)  # fmt: skip

BODY_TEAMS = (
    Team("requesters", "Requesters", "Buyer",
         ("order.raise", "satisfaction.answer", *READS_BUYING),
         ("Raise orders", "Correct what was sent back"), size=4),
    Team("budget-holders", "Budget holders", "Budget holder",
         ("order.approve", "invoice.approve", "deviation.propose", "satisfaction.answer", "convergence.read",
          "ledger.read", *READS_BUYING),
         ("Approve orders and invoices within a limit", "Ask to deviate from a standard process"),
         (5_000_000, 500_000_000), size=2),
    Team("receivers", "Receivers", "Stores and reception officer",
         ("receipt.record", "satisfaction.answer", *READS_BUYING),
         ("Say what arrived",), size=4),
    Team("employees", "Employees", "Employee",
         ("own-record.read", "own-pay.read", "satisfaction.answer"),
         ("See their own employment and payslips",), size=1),
)  # fmt: skip

#: Who takes and signs baselines, owns, approves and reconciles benefits: nobody holds two that exclude each other.
BENEFIT_TEAMS = (
    Team("baselines", "Baselines", "Performance analyst",
         ("baseline.set", "benefit.read", "costs.read", "levels.read"),
         ("Take baselines before a change",), size=2),
    Team("baseline-audit", "Audit of baselines", "Internal auditor",
         ("baseline.sign", "benefit.read", "costs.read", *READS_MONEY),
         ("Sign a baseline that somebody else took",), size=2),
    Team("benefit-owners", "Benefit owners", "Head of finance services",
         ("benefit.report", "benefit.read", "costs.read", "levels.read"),
         ("Propose and forecast benefits",), size=2),
    Team("benefit-assurance", "Assurance of benefits", "Head of benefits assurance",
         ("benefit.approve", "benefit.read", "costs.read", "levels.read"),
         ("Approve a benefit that somebody else proposed",), size=2),
    Team("benefit-finance", "Finance of benefits", "Programme accountant",
         ("benefit.reconcile", "benefit.read", "costs.read", "ledger.read"),
         ("Say which spend and budget has really gone",), size=2),
)  # fmt: skip

TEAMS = {team.code: team for team in (*CENTRE_TEAMS, *BODY_TEAMS, *BENEFIT_TEAMS)}


@dataclass(frozen=True, slots=True)
class Member:
    """One invented person. ref: how the plan names them. body: None in the centre. place: in their team, from 0."""

    ref: str
    name: str
    team: str
    body: str | None
    place: int

    @property
    def limit_pence(self) -> int | None:
        """The most that they may approve."""
        limits = TEAMS[self.team].limits_pence
        return limits[self.place] if limits else None


def members(*, seed: int, bodies: Sequence[str]) -> tuple[Member, ...]:
    """Everybody who works for these bodies, the centre's people first."""
    posts: list[tuple[str, str | None, int]] = []
    for team in CENTRE_TEAMS:
        posts += [(team.code, None, place) for place in range(team.size)]
    for body in bodies:
        posts += [(team.code, body, place) for team in BODY_TEAMS for place in range(team.size)]
    # Last, so that everybody else keeps their name whoever is added here.
    posts += [(team.code, None, place) for team in BENEFIT_TEAMS for place in range(team.size)]
    first = seed * 101 % 7000
    return tuple(
        Member(ref(team, body, place), person_name(first + number), team, body, place)
        for number, (team, body, place) in enumerate(posts)
    )


def ref(team: str, body: str | None, place: int) -> str:
    """How the plan names the person at a place of a team.

    >>> ref("payments", None, 0), ref("requesters", "dorh", 1)
    ('payments/0', 'requesters/dorh/1')
    """
    return f"{team}/{place}" if body is None else f"{team}/{body}/{place}"
