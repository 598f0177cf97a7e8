"""`hanaper identity`: people and the accounts they sign in with."""

from __future__ import annotations

import json
import secrets
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from hanaper.foundation.identity.models import Account

app = typer.Typer(no_args_is_help=True, help="People, and the accounts they sign in with.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one object.")]
Username = Annotated[str, typer.Argument(metavar="USERNAME", help="The account's sign-in name.")]
By = Annotated[str, typer.Option("--by", metavar="USERNAME", help="Who does it, by a sign-in name of theirs.")]


@app.command("person-create")
def person_create_command(
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="As it is shown; read from standard input if left out.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a person, and print their number. Look first whether they are known: names do not tell two people apart.

    Without --name it reads one line of standard input, so that the name stays out of the shell's history.

    Examples:

      hanaper identity person-create --name "Ada Example"

      hanaper identity person-create < name.txt
    """
    from hanaper.foundation.acts.api import act
    from hanaper.foundation.identity.services import person_create

    given = sys.stdin.readline() if name is None else name
    with act(_operator(), None, None):
        made = person_create(name=given)
    _said({"person_id": made.pk}, str(made.pk), as_json=as_json)


@app.command("account-create")
def account_create_command(
    username: Username,
    person: Annotated[int, typer.Option("--person", metavar="NUMBER", help="As person-create printed it.")],
    as_json: AsJson = False,
) -> None:
    """Give a person an account, and print its temporary password, once.

    It works for 72 hours. At the first sign-in its owner chooses another and sets up a second factor.

    Example:

      hanaper identity account-create jdoe --person 1234
    """
    from hanaper.foundation.acts.api import act
    from hanaper.foundation.identity.models import Person
    from hanaper.foundation.identity.services import account_create

    password = secrets.token_urlsafe(15)
    with act(_operator(), None, None):
        found = Person.objects.filter(pk=person).first()
        if found is None:
            raise typer.BadParameter(f"there is no person {person}", param_hint="--person")
        made = account_create(username=username, password=password, person=found)
    _said({"username": made.username, "person_id": person, "password": password}, password, as_json=as_json)


@app.command("password-reset")
def password_reset_command(username: Username, by: By, as_json: AsJson = False) -> None:
    """Give an account a temporary password, print it once, and end the account's sessions.

    Refused to whoever has just reset the same account's second factor: the two together would hand it over.

    Example:

      hanaper identity password-reset jdoe --by tadmin
    """
    from hanaper.foundation.acts.api import act
    from hanaper.foundation.identity.services import password_reset

    account, person_id = _account(username, "USERNAME"), _account(by, "--by").person_id
    with act(_operator(), None, None, on_behalf_of=person_id):
        password = password_reset(account, by_person_id=person_id)
    _said({"username": account.username, "password": password}, password, as_json=as_json)


@app.command("second-factor-reset")
def second_factor_reset_command(username: Username, by: By) -> None:
    """Forget an account's authenticator app and recovery codes, and end its sessions.

    Refused to whoever has just reset the same account's password: the two together would hand it over.

    Example:

      hanaper identity second-factor-reset jdoe --by oadmin
    """
    from hanaper.foundation.acts.api import act
    from hanaper.foundation.identity.services import second_factor_reset

    account, person_id = _account(username, "USERNAME"), _account(by, "--by").person_id
    with act(_operator(), None, None, on_behalf_of=person_id):
        second_factor_reset(account, by_person_id=person_id)
    typer.echo(f"{account.username} sets up a new second factor at the next sign-in.", err=True)


@app.command("deactivate")
def deactivate_command(username: Username, by: By) -> None:
    """Close an account at once: its sessions end, and nobody signs in to it.

    Example:

      hanaper identity deactivate jdoe --by tadmin
    """
    from hanaper.foundation.acts.api import act
    from hanaper.foundation.identity.services import account_deactivate

    account, person_id = _account(username, "USERNAME"), _account(by, "--by").person_id
    with act(_operator(), None, None, on_behalf_of=person_id):
        account_deactivate(account, by_person_id=person_id)
    typer.echo(f"{account.username} is closed.", err=True)


@app.command("activate")
def activate_command(username: Username, by: By) -> None:
    """Open a closed account again. Sessions from before stay ended.

    Example:

      hanaper identity activate jdoe --by tadmin
    """
    from hanaper.foundation.acts.api import act
    from hanaper.foundation.identity.services import account_activate

    account, person_id = _account(username, "USERNAME", closed=True), _account(by, "--by").person_id
    with act(_operator(), None, None, on_behalf_of=person_id):
        account_activate(account, by_person_id=person_id)
    typer.echo(f"{account.username} is open.", err=True)


def _operator() -> Any:
    from hanaper.foundation.acts.api import Automation
    from hanaper.foundation.identity.operators import operator_rule

    return Automation(operator_rule())


def _account(username: str, hint: str, *, closed: bool = False) -> Account:
    from hanaper.foundation.identity.models import Account

    found = Account.objects.filter(username=username.lower()).first()
    if found is None or not (found.is_active or closed):
        raise typer.BadParameter(f"there is no open account {username!r}", param_hint=hint)
    return found


def _said(values: dict[str, Any], line: str, *, as_json: bool) -> None:
    typer.echo(json.dumps(values, indent=2) if as_json else line)
