from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "hanaper.foundation.database"
    label = "database"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        post_migrate.connect(open_years, sender=self)


def open_years(using: str = "default", **_: Any) -> None:
    """After migrating: make the yearly partitions of this fiscal year and the next, so that nothing written meets a
    year that is not there. Earlier and later years are opened with their accounting periods."""
    from django.db import connections
    from django.utils import timezone

    from hanaper.kernel.dates import business_date
    from hanaper.kernel.periods import FiscalYear

    this_year = FiscalYear.of_date(business_date(timezone.now()))
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('hanaper.open_year(integer)') IS NOT NULL")
        if cursor.fetchone()[0]:
            for year in (this_year, this_year.next):
                cursor.execute("SELECT hanaper.open_year(%s)", [year.first_year])
