from django.db import migrations

from hanaper.foundation.database.operations import DeclareTable, Mechanism


class Migration(migrations.Migration):
    initial = True
    dependencies = [("database", "0001_scope"), ("tenancy", "0001_initial")]
    operations = [
        Mechanism(
            "hanaper.foundation.idempotency",
            "once",
            undo="DROP FUNCTION hanaper.once_sweep, hanaper.once_keep, hanaper.once_begin; DROP TABLE idempotency_key;",
        ),
        DeclareTable(
            "idempotency_key",
            "tenant",
            controller="the body",
            basis="public task: one effect of a request sent twice",
            retention="7 days",
            audited="",
            reads=False,
        ),
    ]
