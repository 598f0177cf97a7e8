"""`hanaper duties`: roles, who holds them, and what excludes what."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from hanaper.foundation.duties.models import Role
    from hanaper.foundation.identity.api import Account
    from hanaper.foundation.tenancy.api import Cluster

app = typer.Typer(no_args_is_help=True, help="Roles, who holds them, and what excludes what.")
roles = typer.Typer(no_args_is_help=True, help="The roles that can be given.")
app.add_typer(roles, name="roles")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Person = Annotated[
    str, typer.Option("--person", metavar="USERNAME", help="Who receives it, by a sign-in name of theirs.")
]
RoleCode = Annotated[str, typer.Option("--role", metavar="CODE", help="See `hanaper duties roles list`.")]
OfBody = Annotated[str | None, typer.Option("--body", metavar="CODE", help="For this body.")]
OfCluster = Annotated[str | None, typer.Option("--cluster", metavar="CODE", help="For every body that it serves.")]
By = Annotated[str, typer.Option("--by", metavar="USERNAME", help="Who does it: must hold role.grant there.")]
Day = datetime


@roles.command("load")
def roles_load_command(as_json: AsJson = False) -> None:
    """Make the roles of the standard process, and add to them what a newer release brought.

    Loading again changes nothing.

    Examples:

      hanaper duties roles load
    """
    from hanaper.foundation.acts.api import act
    from hanaper.foundation.duties.services import roles_load
    from hanaper.foundation.duties.standard import standard_roles

    with act(_operator(), None, None):
        done = roles_load(standard_roles())
    if as_json:
        typer.echo(json.dumps(done, indent=2))
        return
    for code, what in done.items():
        typer.echo(f"{what:<7} {code}")


@roles.command("list")
def roles_list_command(as_json: AsJson = False) -> None:
    """List the roles that can be given, with their duties.

    Examples:

      hanaper duties roles list --json
    """
    from hanaper.foundation.duties.models import Role
    from hanaper.foundation.duties.standard import standard_roles

    standard = {role.code: role for role in standard_roles()}
    found: list[dict[str, Any]] = [
        {
            "code": role.code,
            "name": role.name,
            "side": standard[role.code].side if role.code in standard else None,
            "purpose": standard[role.code].purpose if role.code in standard else None,
            "duties": sorted(each.duty for each in role.duties.all()),
        }
        for role in Role.objects.prefetch_related("duties").order_by("code")
    ]
    if as_json:
        typer.echo(json.dumps(found, indent=2))
        return
    for each in found:
        typer.echo(f"{each['code']} ({each['side'] or 'of your own'}): {each['purpose'] or each['name']}")
        typer.echo(f"  {', '.join(each['duties'])}")


@app.command("administrators")
def administrators_command(
    people: Annotated[list[str], typer.Argument(metavar="USERNAME...", help="Two or more people.")],
    cluster: Annotated[str, typer.Option("--cluster", metavar="CODE", help="For every body that it serves.")],
    since: Annotated[Day, typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="The first day.")],
) -> None:
    """Name the first access administrators of an installation: once, before anybody may give a role.

    Giving a role takes two of them, and neither may receive it, so that a third is needed for their own roles.

    Example:

      hanaper duties administrators tadmin oadmin --cluster matrix --from 2026-04-01
    """
    from hanaper.foundation.acts.api import act
    from hanaper.foundation.duties.services import administrators_name

    role = _role("access-administrators")
    ids = [_account(name, "USERNAME").person_id for name in people]
    with act(_operator(), None, None):
        administrators_name(person_ids=ids, role=role, cluster=_cluster(cluster), since=since.date())
    typer.echo(f"{len(ids)} access administrators for {cluster} from {since.date()}.", err=True)


@app.command("grant")
def grant_command(
    person: Person,
    role: RoleCode,
    since: Annotated[Day, typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="The first day.")],
    by: By,
    approved_by: Annotated[
        str, typer.Option("--approved-by", metavar="USERNAME", help="Who agrees: must hold role.approve there.")
    ],
    body: OfBody = None,
    cluster: OfCluster = None,
    until: Annotated[
        Day | None,
        typer.Option("--to", metavar="DATE", formats=["%Y-%m-%d"], help="The first day without it; open if left out."),
    ] = None,
    limit: Annotated[
        str | None, typer.Option(metavar="POUNDS", help="The most that they may approve, such as 50000 or 1250.50.")
    ] = None,
) -> None:
    """Give a role to a person for a body, or for every body that a cluster serves.

    Three people are needed: who receives it, who gives it, who agrees. A role whose duties exclude one that the person
    holds there is refused, and the rule is named.

    Examples:

      hanaper duties grant --person jdoe --role invoice-desk --cluster matrix --from 2026-04-01
        --by tadmin --approved-by oadmin

      hanaper duties grant --person mroe --role budget-holders --body dsit --from 2026-04-01 --limit 50000
        --by tadmin --approved-by oadmin
    """
    from hanaper.foundation.acts.api import act
    from hanaper.foundation.duties.services import role_give

    if until is not None and until <= since:
        raise typer.BadParameter("must be after --from", param_hint="--to")
    place = _place(body, cluster)
    receiver, giver, agreer = _account(person, "--person"), _account(by, "--by"), _account(approved_by, "--approved-by")
    with act(_operator(), None, None, on_behalf_of=giver.person_id) as opened:
        role_give(
            person_id=receiver.person_id,
            role=_role(role),
            **place,
            valid=(since.date(), until.date() if until else None),
            limit_pence=_pence(limit),
            granted_by=giver.person_id,
            approved_by=agreer.person_id,
            on=opened.today,
        )
    typer.echo(f"{person} holds {role} for {body or cluster} from {since.date()}.", err=True)


@app.command("revoke")
def revoke_command(
    person: Person,
    role: RoleCode,
    by: By,
    body: OfBody = None,
    cluster: OfCluster = None,
    last: Annotated[
        Day | None,
        typer.Option("--to", metavar="DATE", formats=["%Y-%m-%d"], help="The first day without it; today if left out."),
    ] = None,
) -> None:
    """End a person's grant of a role, at once or on a day. One person is enough to take something away.

    Example:

      hanaper duties revoke --person jdoe --role invoice-desk --cluster matrix --by tadmin
    """
    from hanaper.foundation.acts.api import act
    from hanaper.foundation.duties.services import role_end

    place = _place(body, cluster)
    holder, ender = _account(person, "--person"), _account(by, "--by")
    with act(_operator(), None, None, on_behalf_of=ender.person_id) as opened:
        day = last.date() if last else opened.today
        ended = role_end(
            person_id=holder.person_id, role=_role(role), **place, last=day, ended_by=ender.person_id, on=opened.today
        )
    typer.echo(f"{len(ended)} ended: {person} no longer holds {role} for {body or cluster} from {day}.", err=True)


@app.command("list")
def list_command(
    person: Annotated[str | None, typer.Option("--person", metavar="USERNAME", help="Only this person's.")] = None,
    as_json: AsJson = False,
) -> None:
    """List grants in force today or later: who holds which role, where, since when, within which limit.

    Examples:

      hanaper duties list --person jdoe

      hanaper duties list --json
    """
    from hanaper.foundation.acts.api import reading
    from hanaper.foundation.duties.models import Grant
    from hanaper.kernel.money import pounds

    with reading(_operator(), "duties.list") as opened:
        grants = Grant.objects.select_related("role", "body", "cluster").filter(valid__isempty=False)
        if person is not None:
            grants = grants.filter(person_id=_account(person, "--person").person_id)
        there = [
            grant
            for grant in grants.order_by("person_id", "role__code", "pk")
            if grant.valid.upper is None or grant.valid.upper > opened.today
        ]
        people = _people({i for g in there for i in (g.person_id, g.granted_by_id, g.approved_by_id)})
    found = [
        people[grant.person_id]
        | {
            "role": grant.role.code,
            "body": grant.body.code if grant.body else None,
            "cluster": grant.cluster.code if grant.cluster else None,
            "from": grant.valid.lower,
            "to": grant.valid.upper,
            "limit_pence": grant.limit_pence,
            "granted_by": grant.granted_by_id,
            "approved_by": grant.approved_by_id,
        }
        for grant in there
    ]
    if as_json:
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False, default=str))
        return
    for each in found:
        until = f" to {each['to']}" if each["to"] else ""
        limit = f", up to {pounds(each['limit_pence'])}" if each["limit_pence"] is not None else ""
        where = each["body"] or each["cluster"]
        typer.echo(f"{_called(each)}: {each['role']} for {where} from {each['from']}{until}{limit}")


@app.command("conflicts")
def conflicts_command(as_json: AsJson = False) -> None:
    """Report people who hold two duties that exclude each other, today or later, over all bodies.

    No grant makes one by itself: a body that moves to another cluster can. Ends with 1 when there is any.

    Examples:

      hanaper duties conflicts

      hanaper duties conflicts --json
    """
    from dataclasses import asdict

    from hanaper.foundation.acts.api import reading
    from hanaper.foundation.duties.selectors import conflicts_held

    with reading(_operator(), "duties.conflicts") as opened:
        held = conflicts_held(on=opened.today)
        people = _people({each.person_id for each in held})
    found = [people[each.person_id] | asdict(each) for each in held]
    if as_json:
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        for each in found:
            typer.echo(
                f"{_called(each)}: {each['duty']} and {each['other']} for {', '.join(each['bodies'])}"
                f" (rule {each['rule']}: {each['risk']})"
            )
        typer.echo(f"{len(found):,} conflicts.", err=True)
    raise typer.Exit(1 if found else 0)


def _operator() -> Any:
    from hanaper.foundation.acts.api import Automation
    from hanaper.foundation.identity.api import operator_rule

    return Automation(operator_rule())


def _account(username: str, hint: str) -> Account:
    from hanaper.foundation.identity.api import Account

    found = Account.objects.filter(username=username.lower(), is_active=True).first()
    if found is None:
        raise typer.BadParameter(f"there is no open account {username!r}", param_hint=hint)
    return found


def _role(code: str) -> Role:
    from hanaper.foundation.duties.models import Role

    found = Role.objects.filter(code=code).first()
    if found is None:
        raise typer.BadParameter(f"there is no role {code!r}: run `hanaper duties roles load`", param_hint="--role")
    return found


def _cluster(code: str) -> Cluster:
    from hanaper.foundation.tenancy.api import Cluster

    found = Cluster.objects.filter(code=code).first()
    if found is None:
        raise typer.BadParameter(f"there is no cluster {code!r}", param_hint="--cluster")
    return found


def _place(body: str | None, cluster: str | None) -> dict[str, Any]:
    from hanaper.foundation.tenancy.api import Body

    if (body is None) == (cluster is None):
        raise typer.BadParameter("name one of the two", param_hint="--body / --cluster")
    if cluster is not None:
        return {"cluster": _cluster(cluster)}
    found = Body.objects.filter(code=body).first()
    if found is None:
        raise typer.BadParameter(f"there is no body {body!r}", param_hint="--body")
    return {"body": found}


def _pence(pounds: str | None) -> int | None:
    if pounds is None:
        return None
    try:
        amount = Decimal(pounds.strip().removeprefix("£").replace(",", "")) * 100
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0 or amount != amount.to_integral_value() or amount > 10**15:
        raise typer.BadParameter(f"{pounds!r} is not an amount of pounds and pence", param_hint="--limit")
    return int(amount)


def _people(ids: set[int | None]) -> dict[int, dict[str, Any]]:
    """Names and sign-in names of these people, by id. Needs a reading act."""
    from hanaper.foundation.identity.api import Account, person_names

    names = person_names(ids)
    accounts: dict[int, list[str]] = {pk: [] for pk in names}
    for person_id, username in Account.objects.filter(person_id__in=names).values_list("person_id", "username"):
        accounts[person_id].append(username)
    return {pk: {"person_id": pk, "name": name, "accounts": sorted(accounts[pk])} for pk, name in sorted(names.items())}


def _called(each: dict[str, Any]) -> str:
    return f"{each['name']} ({', '.join(each['accounts']) or 'person ' + str(each['person_id'])})"
