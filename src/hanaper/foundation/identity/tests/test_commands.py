"""`hanaper identity`: people, accounts, and resets that two people do."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from typer.testing import CliRunner, Result

from hanaper.foundation.acts.api import Automation, reading
from hanaper.foundation.identity import services
from hanaper.foundation.identity.api import Account, person_names
from hanaper.foundation.identity.commands import app
from hanaper.foundation.identity.errors import NameMissing, ResetsByOnePerson, UsernameTaken
from hanaper.foundation.identity.tests.people import account, authenticator, person, test_act

pytestmark = pytest.mark.django_db


def run(*arguments: str, typed: str | None = None) -> Result:
    done = CliRunner().invoke(app, list(arguments), input=typed)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture
def people() -> dict[str, Account]:
    """A clerk with a second factor, and two who may reset."""
    with test_act():
        made = {name: account(person(name, synthetic=False), username=name) for name in ("clerk", "ann", "bob")}
        authenticator(made["clerk"])
    return made


@pytest.mark.parametrize("typed", [None, "Ada Example\n"])
def test_a_person_is_made_from_an_option_or_a_line_that_no_history_keeps(typed: str | None) -> None:
    done = run("person-create", *([] if typed else ["--name", "Ada Example"]), "--json", typed=typed)
    made = json.loads(done.stdout)["person_id"]
    with reading(Automation("test"), "test"):
        assert person_names([made]) == {made: "Ada Example"}


def test_a_person_without_a_name_is_refused() -> None:
    with pytest.raises(NameMissing):
        run("person-create", typed="\n")


def test_an_account_gets_a_temporary_password_that_is_printed_once() -> None:
    made = run("person-create", "--name", "Ada").stdout.strip()
    done = json.loads(run("account-create", "Ada.E", "--person", made, "--json").stdout)
    found = Account.objects.get(username="ada.e")
    assert found.check_password(done["password"])
    assert found.password_is_temporary
    assert done["username"] == "ada.e"
    with pytest.raises(UsernameTaken):
        run("account-create", "ada.e", "--person", made)


def test_an_account_of_nobody_is_wrong_usage() -> None:
    assert run("account-create", "ada", "--person", "999999").exit_code == 2


@pytest.mark.promise("P21")
@pytest.mark.parametrize(
    "resets", [("password-reset", "second-factor-reset"), ("second-factor-reset", "password-reset")]
)
def test_one_person_never_resets_both_password_and_second_factor(
    people: dict[str, Account], resets: tuple[str, str]
) -> None:
    first, second = resets
    run(first, "clerk", "--by", "ann")
    with pytest.raises(ResetsByOnePerson):
        run(second, "clerk", "--by", "ann")
    assert run(second, "clerk", "--by", "bob").exit_code == 0


@pytest.mark.promise("P21")
def test_a_second_account_does_not_make_two_people_of_one(people: dict[str, Account]) -> None:
    with test_act():
        account(people["ann"].person, username="ann.two")
    run("password-reset", "clerk", "--by", "ann")
    with pytest.raises(ResetsByOnePerson):
        run("second-factor-reset", "clerk", "--by", "ann.two")
    assert Authenticator.objects.filter(user=people["clerk"]).exists()


def test_what_the_owner_has_set_anew_may_be_followed_by_the_other_reset(people: dict[str, Account]) -> None:
    run("password-reset", "clerk", "--by", "ann")
    services.password_change(Account.objects.get(username="clerk"), "three other words entirely")
    assert run("second-factor-reset", "clerk", "--by", "ann").exit_code == 0


def test_a_closed_account_is_opened_again_by_name_only(people: dict[str, Account]) -> None:
    run("deactivate", "clerk", "--by", "ann")
    assert not Account.objects.get(username="clerk").is_active
    assert run("password-reset", "clerk", "--by", "ann").exit_code == 2
    assert run("deactivate", "bob", "--by", "clerk").exit_code == 2, "a closed account acts for nobody"
    run("activate", "clerk", "--by", "bob")
    assert Account.objects.get(username="clerk").is_active


def test_sessions_that_are_over_are_removed_and_others_stay() -> None:
    for seconds in (-60, 3600):
        session = SessionStore()
        session["x"] = 1
        session.set_expiry(timezone.now() + timedelta(seconds=seconds))
        session.save()
    assert services.sessions_clean() == 1
    assert Session.objects.count() == 1
