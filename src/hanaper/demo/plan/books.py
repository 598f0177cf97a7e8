"""The books of the model month: opening balances, pay, accruals, and the corrections that people make.

Amounts follow headcount. They are invented, and balance.
"""

from __future__ import annotations

from hanaper.demo.chance import Chance
from hanaper.demo.plan.documents import PlannedJournal
from hanaper.demo.plan.working import Diary

#: Pay of one person for a month in a model body: gross, employer National Insurance, employer pension. Pence.
PAY_PENCE, INSURANCE_PENCE, PENSION_PENCE = 322_500, 41_300, 93_200
#: The body with every so manieth place has an accrual; the first of them reverses it, the second has it sent back.
ACCRUALS_EVERY = 4
Lines = tuple[tuple[str, str, str, int, str], ...]
MAIN = ("CC-100", "PRG-1")


def plan_books(diary: Diary, *, seed: int, people: int, place: int, has_earlier_period: bool) -> list[PlannedJournal]:
    """The journals of one body, with the deeds that enter and approve them. place: of the body, from 0."""
    chance = Chance(seed, "books", diary.body)
    found: list[PlannedJournal] = []

    def journal(what: str, kind: str, description: str, lines: Lines, *, in_month: bool = True) -> PlannedJournal:
        found.append(PlannedJournal(f"J-{diary.body}-{what}", diary.body, kind, description, in_month, lines))
        return found[-1]

    opening = journal("opening", "opening", "Opening balances, brought over", _opening(people, chance),
                      in_month=not has_earlier_period)  # fmt: skip
    _enter_and_approve(diary, opening.ref, -7)
    pay = journal("pay", "ordinary", "Pay of the month", _pay(people))
    _enter_and_approve(diary, pay.ref, diary.days.last - 4)
    if place % ACCRUALS_EVERY == 1:
        accrual = journal("accrual", "ordinary", "Accrual: building works not invoiced", _accrual(people, chance))
        nth = place // ACCRUALS_EVERY
        if nth == 1:
            _sent_back(diary, accrual.ref, 3)
        else:
            _enter_and_approve(diary, accrual.ref, 3)
        if nth == 0:
            _reverse(diary, accrual.ref, 8)
    if place == 0:
        late = journal("late", "ordinary", "Recharge of printing between cost centres", _recharge())
        diary.note("journal.enter", diary.days.last, diary.centre("accountants"), [late.ref])
    return found


def plan_centre(diary: Diary) -> None:
    """The deeds by which the centre's own costs come into the lead body's books, and what its duties cost is loaded."""
    for what in ("centre-pay", "centre-running"):
        _enter_and_approve(diary, f"J-{diary.body}-{what}", diary.days.last - 2)
    diary.note("costs.load", diary.days.last, diary.centre("performance"), ["month"])


def _two_accountants(diary: Diary) -> tuple[str, str]:
    one = diary.centre("accountants")
    other = diary.centre("accountants")
    while other == one:
        other = diary.centre("accountants")
    return one, other


def _enter_and_approve(diary: Diary, ref: str, day: int) -> None:
    one, other = _two_accountants(diary)
    diary.note("journal.enter", day, one, [ref])
    diary.note("journal.approve", day + diary.chance.of((0, 0, 1)), other, [ref])


def _sent_back(diary: Diary, ref: str, day: int) -> None:
    one, other = _two_accountants(diary)
    diary.note("journal.enter", day, one, [ref])
    diary.note("journal.send-back", day, other, [ref], how="wrong-cost-centre")
    diary.note("journal.correct", day + 1, one, [ref])
    diary.note("journal.approve", day + 1, other, [ref])


def _reverse(diary: Diary, ref: str, day: int) -> None:
    one, other = _two_accountants(diary)
    diary.note("journal.reverse", day, one, [ref])
    diary.note("journal.approve", day, other, [f"{ref}-reversed"])


def _opening(people: int, chance: Chance) -> Lines:
    """What a body of this size owns and owes. The general fund is the rest."""
    assets = [
        ("1000", people * chance.between(400_000, 900_000), "Property, plant and equipment"),
        ("1090", -people * chance.between(90_000, 200_000), "Accumulated depreciation"),
        ("1300", people * chance.between(4_000, 12_000), "Prepayments"),
        ("1400", people * chance.between(900_000, 1_400_000), "Government Banking account"),
        ("2100", -people * chance.between(20_000, 60_000), "Accruals"),
        ("2200", -people * 90_000, "Taxation and social security"),
    ]
    fund = -sum(pence for _, pence, _ in assets)
    return tuple((account, *MAIN, pence, text) for account, pence, text in [*assets, ("3000", fund, "General fund")])


def _pay(people: int) -> Lines:
    withheld = people * (INSURANCE_PENCE + PENSION_PENCE + PAY_PENCE // 4)
    gross = people * (PAY_PENCE + INSURANCE_PENCE + PENSION_PENCE)
    return (
        ("5000", *MAIN, people * PAY_PENCE, "Wages and salaries"),
        ("5010", *MAIN, people * INSURANCE_PENCE, "Employer National Insurance"),
        ("5020", *MAIN, people * PENSION_PENCE, "Employer pension contributions"),
        ("2200", *MAIN, -withheld, "Tax, National Insurance and pensions to pay over"),
        ("1400", *MAIN, -(gross - withheld), "Net pay"),
    )


def _accrual(people: int, chance: Chance) -> Lines:
    pence = people * chance.between(300, 900)
    return (
        ("5320", *MAIN, pence, "Building works"),
        ("2100", *MAIN, -pence, "Building works, not invoiced"),
    )


def _recharge() -> Lines:
    return (
        ("5700", "CC-200", "PRG-1", 184_250, "Printing, to those who used it"),
        ("5700", "CC-100", "PRG-1", -184_250, "Printing, from the post room"),
    )
