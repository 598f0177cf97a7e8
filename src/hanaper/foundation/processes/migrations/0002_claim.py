import django.db.models.deletion
from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("process", models.CharField(max_length=40)),
                ("document_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField(db_comment="opaque id of who has taken it")),
                ("since", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("body", "process", "document_id"), name="processes_claim_once")
                ],
            },
        ),
        # Not audited: a trail of who had taken what, beside effort, would measure the worker and not the work.
        DeclareTable(
            "processes_claim",
            "tenant",
            controller="the shared service centre",
            basis="public task: sharing out work",
            retention="until the document moves",
            writes="insert, delete",
            audited="",
        ),
    ]
