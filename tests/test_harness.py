"""The test databases themselves: used as the application's role, apart from each other, gone afterwards."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from tests.databases import CommittedDatabase, Connect


@pytest.mark.django_db
def test_tests_run_as_the_application_role_which_owns_nothing_and_passes_no_policy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("hanaper_app", False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        assert cursor.fetchone() == (0,)


def test_a_committed_database_is_shared_by_threads_and_raw_connections(
    committed_db: CommittedDatabase, connection_factory: Connect
) -> None:
    with connection_factory("owner") as owner:
        owner.execute("CREATE TABLE public.tried (n int); GRANT ALL ON public.tried TO hanaper_app")
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("INSERT INTO tried VALUES (1)")
    seen: list[Any] = []

    def look() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database(), n FROM tried")
            seen.append(cursor.fetchone())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    with connection_factory("app") as app:
        seen.append(app.execute("SELECT current_database(), n FROM tried").fetchone())
    assert seen == [(committed_db.name, 1)] * 2


def test_the_next_committed_database_begins_without_what_another_left(connection_factory: Connect) -> None:
    with connection_factory("app") as app:
        assert app.execute("SELECT to_regclass('public.tried')").fetchone() == (None,)
