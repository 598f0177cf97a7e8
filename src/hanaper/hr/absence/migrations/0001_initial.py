import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable, Reference


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("tenancy", "0003_reserved_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        db_comment="the days on which it is true, closed-open"
                    ),
                ),
                ("recorded_at", models.DateTimeField(db_comment="since when it is known")),
                (
                    "recorded_by_id",
                    models.BigIntegerField(db_comment="opaque id of the person who recorded it", null=True),
                ),
                ("superseded_at", models.DateTimeField(db_comment="when a later record took its place", null=True)),
                ("employment_id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sickness", "Sickness"),
                            ("maternity", "Maternity leave"),
                            ("paternity", "Paternity leave"),
                            ("adoption", "Adoption leave"),
                            ("shared-parental", "Shared parental leave"),
                            ("bereavement", "Parental bereavement leave"),
                            ("neonatal", "Neonatal care leave"),
                            ("unpaid", "Unpaid leave"),
                        ],
                        max_length=16,
                    ),
                ),
                ("expected_on", models.DateField(null=True)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["body", "employment_id"], name="absence_of_employment")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("superseded_at", None)),
                        expressions=[("body", "="), ("employment_id", "="), ("valid", "&&")],
                        name="absence_absence_once",
                    )
                ],
            },
        ),
        # Sickness is health data (UK GDPR article 9): no reason is kept, and its duty alone reads the kind.
        DeclareTable(
            "absence_absence",
            "tenant",
            controller="the body",
            basis="legal obligation: statutory pay; employment law",
            retention="3 years after the tax year",
            writes="insert, update",
            references=[Reference("employment_id", "people_employment")],
        ),
    ]
