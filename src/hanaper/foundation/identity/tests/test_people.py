"""People: names under their own keys, disposal, and what the database refuses whoever asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from psycopg import errors as postgres

from hanaper.foundation.database.refusals import AppendOnly, NoAct
from hanaper.foundation.identity import api, keys
from hanaper.foundation.identity.models import Account, AccountEvent, Person, PersonDetail, PersonKey
from hanaper.foundation.identity.tests.people import PASSWORD, account, authenticator, person, test_act
from hanaper.foundation.identity.wording import NAME_DISPOSED

CANARY = "Xanthippe Canary-Wharton"
MAIL = "xanthippe.canary@example.invalid"


def test_names_of_a_page_come_with_one_query(db: None) -> None:
    with test_act():
        people = [person(f"Person {number}") for number in range(50)]
        for asked in (people[:1], people):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                names = api.person_names([p.pk for p in asked])
            assert names == {p.pk: f"Person {people.index(p)}" for p in asked}
            assert len(queries) == 1


def test_nobody_asked_for_costs_no_query(db: None) -> None:
    with test_act(), CaptureQueriesContext(connection) as queries:
        assert api.person_names([None]) == {}
    assert not [q for q in queries.captured_queries if "identity_" in q["sql"]]


def test_a_person_needs_a_name(db: None) -> None:
    with pytest.raises(api.NameMissing), test_act():
        api.person_create(name="  ")


def test_a_detail_is_replaced_not_doubled(db: None) -> None:
    with test_act():
        ada = person()
        api.details_put(ada.pk, "email", "old@example.invalid")
        api.details_put(ada.pk, "email", "new@example.invalid")
        assert api.detail_get(ada.pk, "email") == "new@example.invalid"
        assert api.detail_get(ada.pk, "phone") is None


@pytest.mark.parametrize("field", ["", "Name", "name ", "a" * 61, "name:x", "drop table"])
def test_a_detail_has_a_plain_name(db: None, field: str) -> None:
    with test_act():
        ada = person()
        with pytest.raises(api.WrongField):
            api.details_put(ada.pk, field, "text")


def test_a_detail_of_nobody_is_not_there(db: None) -> None:
    with test_act(), pytest.raises(api.PersonNotThere):
        api.details_put(2**40, "name", "Nobody")


def test_texts_of_other_modules_open_for_the_same_person_and_purpose_only(db: None) -> None:
    with test_act():
        ada, bob = person("Ada"), person("Bob")
        sealed = api.sealed_texts([(ada.pk, "on leave"), (bob.pk, "on strike")], purpose="hold-reason")
        assert api.open_texts([(ada.pk, sealed[0]), (bob.pk, sealed[1])], purpose="hold-reason") == [
            "on leave",
            "on strike",
        ]
        with pytest.raises(api.SealBroken):
            api.open_text(bob.pk, sealed[0], purpose="hold-reason")
        with pytest.raises(api.SealBroken):
            api.open_text(ada.pk, sealed[0], purpose="leaving-reason")


def test_sealing_many_texts_costs_one_query(db: None) -> None:
    with test_act():
        ids = [person().pk for _ in range(20)]
        with CaptureQueriesContext(connection) as queries:
            api.sealed_texts([(each, "a reason") for each in ids], purpose="hold-reason")
    assert len([q for q in queries.captured_queries if "identity_" in q["sql"]]) == 1


@pytest.mark.promise("P50")
def test_a_disposed_person_has_no_name_and_nothing_kept_under_their_key_opens(db: None) -> None:
    with test_act():
        ada = person("Ada")
        sealed = api.sealed_text(ada.pk, "a reason")
        api.dispose(ada.pk)
        assert api.person_names([ada.pk]) == {ada.pk: NAME_DISPOSED}
        assert api.detail_get(ada.pk, "name") is None
        assert api.open_text(ada.pk, sealed) is None
        with pytest.raises(api.PersonDisposed):
            api.sealed_text(ada.pk, "another")
        with pytest.raises(api.PersonDisposed):
            api.details_put(ada.pk, "name", "Ada again")


@pytest.mark.promise("P50")
def test_disposal_keeps_the_opaque_id_and_closes_the_accounts(db: None) -> None:
    with test_act():
        ada = person()
        signs_in = account(ada)
        authenticator(signs_in)
        api.dispose(ada.pk)
        first = Person.objects.get(pk=ada.pk).disposed_at
        api.dispose(ada.pk)
    assert first is not None
    assert not Person.objects.filter(pk=ada.pk).exists(), "outside an act nobody is seen"
    signs_in.refresh_from_db()
    assert not signs_in.is_active
    with test_act():
        assert Person.objects.get(pk=ada.pk).disposed_at == first
        assert not PersonKey.objects.filter(person=ada).exists()
        assert not PersonDetail.objects.filter(person=ada).exists()


@pytest.mark.promise("P50")
def test_after_disposal_no_table_holds_the_persons_key_or_details(committed_db: Any) -> None:
    with test_act():
        ada = api.person_create(name=CANARY, email=MAIL)
        wrapped = bytes(PersonKey.objects.get(person=ada).wrapped_key)
        name = bytes(PersonDetail.objects.get(person=ada, field="name").ciphertext)
        key = keys.unwrap(wrapped, context=f"person_key/{ada.pk}")
    assert wrapped.hex() in dump(committed_db)
    with test_act():
        api.dispose(ada.pk)
    after = dump(committed_db)
    assert wrapped.hex() not in after
    assert key.hex() not in after
    with committed_db.connect("owner") as owner:
        copies = owner.execute("SELECT count(*) FROM identity_persondetail").fetchone()[0]
    assert copies == 0
    # The audit trail keeps ciphertext, which nothing opens any more, so that its digests still agree.
    assert name.hex() in after


@pytest.mark.promise("P39", "P50")
def test_a_name_never_stands_in_clear_in_any_table(committed_db: Any) -> None:
    with test_act():
        ada = api.person_create(name=CANARY, email=MAIL)
        api.details_put(ada.pk, "leaving-reason", f"{CANARY} left")
        account(ada, username="xc1")
        api.sealed_text(ada.pk, CANARY)
    with test_act():
        assert api.person_names([ada.pk]) == {ada.pk: CANARY}
    text = dump(committed_db)
    assert "xc1" in text, "the dump sees rows"
    for said in ("Xanthippe", "Canary", MAIL, CANARY.encode().hex(), MAIL.encode().hex()):
        assert said not in text


@pytest.mark.promise("P39")
def test_neither_errors_nor_reprs_show_a_key(settings: Any, db: None) -> None:
    assert settings.HANAPER_PERSON_KEY not in repr(keys.master_keys())


def test_a_person_is_seen_and_made_inside_an_act_only(db: None) -> None:
    with test_act():
        ada = person()
    assert api.person_names([ada.pk]) == {ada.pk: NAME_DISPOSED}
    with pytest.raises(DatabaseError) as refused:
        person("Bob")
    assert isinstance(refused.value.__cause__, postgres.InsufficientPrivilege)


def test_a_real_person_never_becomes_a_made_up_one(db: None) -> None:
    with test_act():
        real = person(synthetic=False)
    with pytest.raises(AppendOnly), test_act():
        Person.objects.filter(pk=real.pk).update(synthetic=True)


@pytest.mark.promise("P21")
def test_an_account_never_passes_to_another_person(db: None) -> None:
    with test_act():
        ours, other = account(person("Ada")), person("Bob")
    with pytest.raises(AppendOnly), test_act():
        Account.objects.filter(pk=ours.pk).update(person=other)


def test_one_person_may_have_several_accounts(db: None) -> None:
    with test_act():
        ada = person()
        names = [account(ada, username=name).username for name in ("ada.finance", "ada.hr")]
    assert [found.username for found in api.accounts_of(ada.pk)] == names


@pytest.mark.parametrize("username", ["", "ab", "has space", "näme", "a" * 65, "semi;colon"])
def test_a_sign_in_name_is_plain(db: None, username: str) -> None:
    with test_act():
        ada = person()
        with pytest.raises(api.WrongUsername):
            api.account_create(username=username, password=None, person=ada)


def test_capitals_do_not_tell_two_sign_in_names_apart(db: None) -> None:
    with test_act():
        ada = person()
        account(ada, username="Ada")
        with pytest.raises(api.UsernameTaken):
            api.account_create(username="ADA", password=None, person=ada)


@pytest.mark.promise("P19")
@pytest.mark.parametrize("password", ["short", "password1234", "user-name-here"])
def test_a_weak_password_is_refused_with_the_reason(db: None, password: str) -> None:
    with test_act():
        ada = person()
        with pytest.raises(api.WeakPassword) as refused:
            api.account_create(username="user-name-here", password=password, person=ada)
    assert refused.value.values["reasons"]


@pytest.mark.promise("P37")
def test_opening_or_closing_an_account_needs_an_act_and_is_audited(connection_factory: Any, committed_db: Any) -> None:
    with test_act():
        ours = account()
    with pytest.raises(DatabaseError) as refused:
        api.account_deactivate(ours)
    from hanaper.foundation.database.refusals import translate

    assert isinstance(translate(refused.value), NoAct)
    ours.refresh_from_db()
    with test_act():
        api.account_deactivate(ours)
    with connection_factory("owner") as owner:
        rows = owner.execute(
            "SELECT operation, columns FROM audit_entry WHERE table_name = 'identity_account' ORDER BY id"
        ).fetchall()
    assert [row[0] for row in rows] == ["insert", "update"]
    assert set(rows[1][1]) == {"is_active", "session_epoch"}


def test_a_reset_password_is_temporary_and_noted(db: None) -> None:
    with test_act():
        ours, administrator = account(password=PASSWORD), person("Administrator")
        given = api.password_reset(ours, by_person_id=administrator.pk)
    ours.refresh_from_db()
    assert ours.check_password(given)
    assert ours.password_is_temporary
    assert ours.password_until is not None
    last = AccountEvent.objects.order_by("-pk").first()
    assert last is not None
    assert (last.code, last.by_person_id) == ("password-reset", administrator.pk)


def test_master_keys_are_rotated_without_anybody_losing_a_name(settings: Any, db: None) -> None:
    import base64
    import os

    with test_act():
        people = [person(f"Person {number}") for number in range(5)]
        authenticator(account(people[0]))
    old, new = settings.HANAPER_PERSON_KEY, base64.urlsafe_b64encode(os.urandom(32)).decode()
    settings.HANAPER_PERSON_KEY = f"{new},{old}"
    with test_act():
        assert (api.keys_rewrap(limit=3), api.keys_rewrap(limit=3), api.keys_rewrap(limit=3)) == (3, 2, 0)
    settings.HANAPER_PERSON_KEY = new
    with test_act():
        assert list(api.person_names([p.pk for p in people]).values()) == [f"Person {n}" for n in range(5)]


def dump(database: Any) -> str:
    """Every row of every table of ours, as text, seen by a role that sees all. bytea reads as hex."""
    with database.connect("owner") as owner:
        tables = owner.execute(
            "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        return "\n".join(
            str(row[0]) for (table,) in tables for row in owner.execute(f"SELECT t::text FROM {table} t").fetchall()
        )
