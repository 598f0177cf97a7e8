import django.db.models.deletion
from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable, Reference
from hanaper.foundation.processes.operations import DeclareProcess


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0004_journal_accounts"),
        ("payables", "0002_invoice_facts"),
        ("tenancy", "0003_reserved_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deviation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("process_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("state", models.CharField(editable=False, max_length=40)),
                ("state_since", models.DateTimeField(editable=False)),
                ("state_reason", models.CharField(blank=True, default="", editable=False, max_length=60)),
                ("approved_digest", models.BinaryField(null=True)),
                ("number", models.CharField(blank=True, default="", editable=False, max_length=24)),
                ("process_code", models.CharField(max_length=40)),
                ("step", models.CharField(blank=True, default="", max_length=40)),
                (
                    "aspect",
                    models.CharField(
                        choices=[
                            ("path", "Path: other steps, or in another order"),
                            ("parameters", "Parameters: a threshold or a term of its own"),
                            ("data", "Data: other fields, codes or files"),
                        ],
                        max_length=10,
                    ),
                ),
                ("what", models.CharField(max_length=300)),
                ("why", models.CharField(max_length=600)),
                (
                    "cost_pence",
                    models.BigIntegerField(blank=True, db_comment="pence a year; null: not worked out", null=True),
                ),
                ("cost_source", models.CharField(blank=True, default="", max_length=200)),
                ("owner_duty", models.CharField(max_length=60)),
                (
                    "evidence",
                    models.CharField(
                        blank=True, default="", help_text="Where the case for it is kept.", max_length=300
                    ),
                ),
                ("from_on", models.DateField(db_comment="the first day on which it counts")),
                ("expires_on", models.DateField(db_comment="the first day on which it counts no more")),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "renews",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewed_by",
                        to="convergence.deviation",
                    ),
                ),
            ],
            options={
                "ordering": ["process_code", "expires_on", "pk"],
                "indexes": [models.Index(fields=["body", "process_code", "state"], name="convergence_deviation_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gt", models.F("from_on"))), name="convergence_deviation_term"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cost_pence__isnull", True), models.Q(("cost_source", ""), _negated=True), _connector="OR"
                        ),
                        name="convergence_deviation_cost",
                    ),
                ],
            },
        ),
        DeclareTable(
            "convergence_deviation",
            "tenant",
            controller="the body",
            basis="public task: how far shared services have converged",
            retention="7 years after its expiry",
            writes="insert, update",
            process="deviation",
            references=[Reference("renews_id", "convergence_deviation")],
        ),
        DeclareProcess(
            "deviation",
            1,
            [
                ("approve", "proposed", "approved"),
                ("end", "approved", "ended"),
                ("propose", "", "proposed"),
                ("refuse", "proposed", "refused"),
                ("withdraw", "proposed", "withdrawn"),
            ],
        ),
    ]
