from django.db import migrations

from hanaper.foundation.database.operations import DeclareTable, Mechanism

BASIS = "public task: how satisfied people are with a service"


def _declared(table: str, kind: str, retention: str) -> DeclareTable:
    """Reached through functions alone: the application's role reads and writes no row."""
    return DeclareTable(
        table,
        kind,
        controller="the shared service centre",
        basis=BASIS,
        retention=retention,
        audited="",
        partitioned=True,
        reads=False,
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("duties", "0001_initial"),
        ("identity", "0001_initial"),
        ("levels", "0001_working_days"),
        ("people", "0001_initial"),
        ("processes", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        Mechanism(
            "hanaper.centre.satisfaction",
            "satisfaction",
            undo="""
            DROP FUNCTION hanaper.satisfaction_forget, hanaper.satisfaction_comments, hanaper.satisfaction_counts,
                hanaper.satisfaction_answer, hanaper.satisfaction_open, hanaper.satisfaction_ask,
                hanaper.satisfaction_today;
            DROP TABLE satisfaction_comment, satisfaction_round, satisfaction_quiet, satisfaction_ask;
        """,
        ),
        _declared("satisfaction_ask", "tenant", "until it is answered, declined or over: 14 days at most"),
        _declared("satisfaction_quiet", "person", "30 days"),
        _declared("satisfaction_round", "tenant", "as long as the platform: counts without people"),
        _declared("satisfaction_comment", "tenant", "13 months"),
    ]
