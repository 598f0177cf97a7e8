"""Acts of today leave audit entries: their fiscal year is open."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from hanaper.kernel.dates import business_date
from hanaper.kernel.periods import FiscalYear


@pytest.fixture(autouse=True)
def this_year_is_open(request: pytest.FixtureRequest) -> None:
    """Where the test has a database of either kind."""
    marked = {"db"} if request.node.get_closest_marker("django_db") else set()
    for name in sorted(marked | {"db", "committed_db"} & set(request.fixturenames)):
        request.getfixturevalue(name)
        with connection.cursor() as cursor:
            year = FiscalYear.of_date(business_date(datetime.now(UTC))).first_year
            cursor.execute("SELECT hanaper.open_year(%s)", [year])
