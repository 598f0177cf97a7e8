from django.db import migrations

from hanaper.foundation.database.operations import Mechanism


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        Mechanism(
            "hanaper.foundation.database",
            "scope",
            undo="""
        DROP TABLE hanaper.declared_table;
        DROP TABLE hanaper.yearly_table;
        DROP FUNCTION hanaper.open_year, hanaper.require_act, hanaper.fiscal_year, hanaper.at, hanaper.run, hanaper.actor, hanaper.cluster, hanaper.clusters,
            hanaper.body, hanaper.bodies, hanaper.setting;
    """,
        )
    ]
