"""The model cluster in the database: bodies and groups, people in their duties, books, and accounts at a bank.

Two kinds of act: one for the whole ground, and one for each body. Each is done once, however often the command is
started.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from hanaper.centre.costs.api import centre_cost_centre_set
from hanaper.demo.benefits import plant_benefits
from hanaper.demo.cast import BENEFIT_TEAMS, BODY_TEAMS, CENTRE_TEAMS, TEAMS, Member, ref
from hanaper.demo.goods import RATES, VAT_RECOVERED
from hanaper.demo.paying import set_up_staff
from hanaper.demo.plan.buying import COST_CENTRES, PROGRAMMES
from hanaper.demo.plan.costs import COST_CENTRES as CENTRE_COSTS
from hanaper.demo.plan.days import LEAD_IN
from hanaper.demo.plan.documents import Plan
from hanaper.demo.progress import Kept
from hanaper.finance.cash.api import bank_account_open
from hanaper.finance.payables.api import vat_recovery_set
from hanaper.foundation.acts.api import Actor, Automation, act
from hanaper.foundation.duties.api import Role, role_create, role_grant
from hanaper.foundation.identity.api import Person, account_create, demo_persona_put, person_create
from hanaper.foundation.tenancy.api import Body, Cluster, ClusterMember, CostCentre, Group, GroupMember
from hanaper.kernel.dates import business_date
from hanaper.kernel.periods import FiscalPeriod, FiscalYear
from hanaper.ledger.api import (
    chart_load,
    period_ask_reopening,
    period_find,
    period_open,
    period_reopen,
    programme_create,
)
from hanaper.ledger.exchange.api import Rate, rates_load

SETUP = Automation("demo.set-up")
#: Since when everything of the model is there: before any month that is asked for, and before any clock.
LONG_AGO = date(2020, 4, 1)
SOURCE = "Invented for the demonstration"
GROUND = "ground"


@dataclass
class World:
    """What the deeds of the month need to know. actors: by the ref of a member. bodies: by code."""

    bodies: dict[str, Body] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)


def build_world(plan: Plan, kept: Kept) -> Iterator[str]:
    """Make what is not there yet, and say what was made, step by step."""
    open_years(plan)
    if GROUND not in kept:
        with act(SETUP, None, None):
            made = {"ids": _ground(plan)}
            kept.note(GROUND, made)
        kept.settle(GROUND, made)
    yield "bodies, people and duties"
    for place, code in enumerate(plan.bodies):
        key = f"body {code}"
        if key not in kept:
            body = Body.objects.get(code=code)
            with act(SETUP, None, body, at=plan.days.instant(-LEAD_IN, 7 * 60)):
                made = {"ids": _books(plan, body, place, kept)}
                kept.note(key, made)
            kept.settle(key, made)
        yield f"the books of {code}"
    plant_benefits(plan, kept, Body.objects.get(code=plan.lead))
    yield "baselines and benefits"


def world_of(plan: Plan, kept: Kept) -> World:
    """The world that `build_world` made."""
    bodies = {body.code: body for body in Body.objects.filter(code__in=plan.bodies)}
    return World(bodies, {name: Actor(kept.id(name)) for name in plan.members})


def _ground(plan: Plan) -> dict[str, int]:
    """Cluster, groups, bodies, chart, rates, roles, people."""
    cluster = _tenancy(plan)
    chart_load(since=LONG_AGO)
    month = plan.days.period
    rates_load([Rate(code, LONG_AGO, month.end + timedelta(days=366), units, SOURCE) for code, units in RATES])
    return _people(plan, cluster)


def _tenancy(plan: Plan) -> Cluster:
    model = plan.cluster
    always = DateRange(LONG_AGO, None)
    cluster = Cluster.objects.create(
        code=model.code, name=model.name, centre_name=model.centre_name, synthetic=True
    )  # fmt: skip
    bodies: dict[str, Body] = {}
    for each in model.groups:
        group = Group.objects.create(code=each.code, name=each.name, synthetic=True)
        ClusterMember.objects.create(group=group, cluster=cluster, valid=always)
        made = Body.objects.bulk_create(
            [Body(code=b.code, name=b.name, headcount=b.people, began_on=LONG_AGO, synthetic=True) for b in each.bodies]
        )
        GroupMember.objects.bulk_create([GroupMember(body=body, group=group, valid=always) for body in made])
        bodies |= {body.code: body for body in made}
    cluster.lead = bodies[plan.lead]
    cluster.save(update_fields=["lead"])
    return cluster


def _people(plan: Plan, cluster: Cluster) -> dict[str, int]:
    """Everybody with a role; some of them on the page of those who may be signed in with one press."""
    bodies = {body.code: body for body in Body.objects.filter(code__in=plan.bodies)}
    roles = {team.code: role_create(code=team.code, name=team.name, duties=team.duties) for team in TEAMS.values()}
    administrators = [person_create(name=name, synthetic=True).pk for name in ("Tamsin Access", "Odhran Granted")]
    shown = _shown(plan)
    ids: dict[str, int] = {}
    for member in plan.members.values():
        person = person_create(name=member.name, synthetic=True)
        ids[member.ref] = person.pk
        _grant(member, person, roles[member.team], bodies, cluster, administrators)
        if member.ref in shown:
            _show(member, person, plan, bodies, shown.index(member.ref))
        elif member.body:
            # Whoever cannot sign in is not asked how the service was.
            account_create(username=f"demo.{member.ref.replace('/', '.')}", password=None, person=person)
    return ids


def _grant(
    member: Member, person: Person, role: Role, bodies: dict[str, Body], cluster: Cluster, administrators: list[int]
) -> None:
    role_grant(
        person_id=person.pk,
        role=role,
        body=bodies[member.body] if member.body else None,
        cluster=None if member.body else cluster,
        valid=(LONG_AGO, None),
        limit_pence=member.limit_pence,
        granted_by=administrators[0],
        approved_by=administrators[1],
    )


def _shown(plan: Plan) -> list[str]:
    """One of each team of the centre; of the lead body, and of another, one of each team, with the highest limit."""
    other = max((body for body in plan.cluster.bodies if body.code != plan.lead), key=lambda body: body.people)
    found = [ref(team.code, None, 0) for team in (*CENTRE_TEAMS, *BENEFIT_TEAMS)]
    for code in (plan.lead, other.code):
        found += [ref(team.code, code, len(team.limits_pence[1:])) for team in BODY_TEAMS]
    return found


def _show(member: Member, person: Person, plan: Plan, bodies: dict[str, Body], position: int) -> None:
    team = TEAMS[member.team]
    username = "demo." + member.ref.rpartition("/")[0].replace("/", ".")
    account = account_create(username=username, password=None, person=person)
    where = bodies[member.body].name if member.body else plan.cluster.centre_name
    demo_persona_put(account, title=team.job, body=where, can=list(team.can), position=position)


def _books(plan: Plan, body: Body, place: int, kept: Kept) -> dict[str, int]:
    """What one body's books and payments need before the first deed."""
    always = DateRange(LONG_AGO, None)
    names = {"CC-100": "Headquarters", "CC-200": "Operations", "CC-300": "Regions"}
    centres = CostCentre.objects.bulk_create(
        [CostCentre(body=body, code=code, name=names[code], valid=always) for code in COST_CENTRES]
    )
    ids = {f"{body.code}/{centre.code}": centre.pk for centre in centres}
    for code, name in zip(PROGRAMMES, ("Running the body", "Service to the public"), strict=True):
        ids[f"{body.code}/{code}"] = programme_create(code=code, name=name, since=LONG_AGO).pk
    for account, heading, basis_points in VAT_RECOVERED:
        vat_recovery_set(
            account=account,
            heading=heading,
            recoverable_basis_points=basis_points,
            valid=(LONG_AGO, None),
            source=SOURCE,
        )
    if body.code == plan.lead:
        ids |= _centre(body)
    ids |= _staff(plan, body, ids, kept)
    bank_account_open(
        currency="GBP",
        holder_name=body.name[:140],
        since=LONG_AGO,
        sort_code="000999",
        account_number=f"{20_000_000 + place * 17}",
        service_user_number=f"{900_000 + place}",
    )
    abroad = {each.trade.currency for each in plan.suppliers.values() if body.code in each.bodies} - {"GBP"}
    for number, currency in enumerate(sorted(abroad)):
        iban = _iban(place * 10 + number)
        bank_account_open(
            currency=currency, holder_name=body.name[:140], since=LONG_AGO, iban=iban, bic="ZZZZGB2L"
        )  # fmt: skip
    return ids


def _staff(plan: Plan, body: Body, ids: dict[str, int], kept: Kept) -> dict[str, int]:
    """Who is employed before the month, from the first of the month before; the first of them signs in."""
    staff = [each for each in plan.staff.values() if each.body == body.code]
    since = (plan.days.period.start - timedelta(days=1)).replace(day=1)
    own = {staff[0].ref: kept.id(ref("employees", body.code, 0))}
    return set_up_staff(staff, ids, since=since, own=own)


def _centre(body: Body) -> dict[str, int]:
    """The cost centres of the shared service centre, in the books of the body that hosts it."""
    always = DateRange(LONG_AGO, None)
    made = CostCentre.objects.bulk_create(
        [CostCentre(body=body, code=each.code, name=each.name, valid=always) for each in CENTRE_COSTS]
    )
    for each in CENTRE_COSTS:
        centre_cost_centre_set(
            code=each.code, since=LONG_AGO, source=SOURCE, service=each.service, is_one_off=each.is_one_off
        )
    return {f"{body.code}/{centre.code}": centre.pk for centre in made}


def _iban(place: int) -> str:
    """A British IBAN with correct check digits at a bank that does not exist."""
    inner = f"ZZZZ000999{30_000_000 + place}"
    spelt = "".join(str(int(character, 36)) for character in f"{inner}GB00")
    return f"GB{98 - int(spelt) % 97:02d}{inner}"


def open_today(plan: Plan, world: World) -> None:
    """Open the period of today where it is another than the plan's, so that visitors' work can be posted."""
    now = FiscalPeriod.of_date(business_date(timezone.now()))
    if now in (plan.days.period, FiscalPeriod.of_date(plan.days.period.end)):
        return
    at = plan.days.instant(plan.days.last, 17 * 60 + 30)
    one, other = (world.actors[ref("books-control", None, place)] for place in (0, 1))
    for body in world.bodies.values():
        with act(one, "period.open", body, at=at):
            there = period_find(body_id=body.pk, period=now)
            if there is None:
                period_open(periods=[now])
        if there is not None and there.state == "closed":  # the model month comes after today
            with act(one, "period.close", body, at=at):
                period_ask_reopening(ids=[there.pk], reason="visitors")
            with act(other, "period.open", body, at=at):
                period_reopen(ids=[there.pk])


def open_years(plan: Plan) -> None:
    """Partitions for the days of the plan, and for today, when people look at it."""
    days = [plan.days.date(-LEAD_IN), plan.days.period.last, plan.days.period.end, business_date(timezone.now())]
    with connection.cursor() as cursor:
        for year in sorted({FiscalYear.of_date(day).first_year for day in days}):
            cursor.execute("SELECT hanaper.open_year(%s)", [year])
