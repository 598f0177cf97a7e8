import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable, Reference
from hanaper.foundation.processes.operations import DeclareProcess

BOOKS = {"controller": "the body", "basis": "legal obligation: government accounts"}


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
        ("tenancy", "0002_cluster_lead"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExchangeRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "units_per_pound",
                    models.DecimalField(
                        db_comment="units of the currency for one pound", decimal_places=8, max_digits=18
                    ),
                ),
                ("source", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["currency", "valid"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("currency", "="), ("valid", "&&")], name="ledger_exchangerate_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("units_per_pound__gt", 0)), name="ledger_exchangerate_above_nought"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency", "GBP"), _negated=True), name="ledger_exchangerate_foreign"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentInstruction",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("process_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("state", models.CharField(editable=False, max_length=40)),
                ("state_since", models.DateTimeField(editable=False)),
                ("state_reason", models.CharField(blank=True, default="", editable=False, max_length=60)),
                ("approved_digest", models.BinaryField(null=True)),
                ("number", models.CharField(blank=True, default="", editable=False, max_length=24)),
                ("source_process", models.CharField(max_length=40)),
                ("source_id", models.BigIntegerField(db_comment="the document of source_process that is paid")),
                ("payee_name", models.CharField(max_length=140)),
                (
                    "payee_site_id",
                    models.BigIntegerField(db_comment="supplier site; its account is looked up when a run is built"),
                ),
                ("amount_minor", models.BigIntegerField(db_comment="minor units of currency")),
                ("currency", models.CharField(max_length=3)),
                ("amount_pence", models.BigIntegerField(db_comment="pence; what the liability stands at in the books")),
                ("due_on", models.DateField()),
                ("reference", models.CharField(help_text="What the payee reads on the statement.", max_length=140)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "cost_centre",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.costcentre",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "due")), fields=["body", "due_on"], name="ledger_payment_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "source_process", "source_id"), name="ledger_payment_source_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="ledger_payment_amount"),
                    models.CheckConstraint(condition=models.Q(("amount_pence__gte", 0)), name="ledger_payment_pence"),
                ],
            },
        ),
        DeclareTable("ledger_exchangerate", "reference", retention="as long as the platform", writes="insert", **BOOKS),
        DeclareTable(
            "ledger_paymentinstruction",
            "tenant",
            retention="7 years after the accounts",
            writes="insert, update",
            process="payment",
            references=[
                Reference("cost_centre_id", "tenancy_costcentre"),
                Reference("programme_id", "ledger_programme"),
            ],
            # What is paid, and to which of a cluster's sites, belongs to modules above this one, which check both.
            checked_set_wise=["source_id", "payee_site_id"],
            **BOOKS,
        ),
        DeclareProcess(
            "payment",
            1,
            [
                ("drop", "in-run", "due"),
                ("include", "due", "in-run"),
                ("instruct", "", "due"),
                ("release", "in-run", "released"),
            ],
        ),
    ]
