import django.db.models.deletion
from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable, Mechanism


class Migration(migrations.Migration):
    initial = True
    dependencies = [("processes", "0001_initial"), ("tenancy", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(max_length=40)),
                ("fiscal_year", models.SmallIntegerField(db_comment="the year of its April")),
                ("last", models.BigIntegerField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("body", "series", "fiscal_year"), name="numbering_series_once")
                ],
            },
        ),
        DeclareTable(
            "numbering_series",
            "tenant",
            controller="the body",
            basis="legal obligation: accounts and audit",
            retention="as long as the body",
            audited="",  # says no more than the numbers that stand on the documents
        ),
        Mechanism("hanaper.foundation.numbering", "taking", undo="DROP FUNCTION hanaper.take_numbers;"),
    ]
