import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable, Reference
from hanaper.foundation.processes.operations import DeclareProcess

BOOKS = {"controller": "the body", "basis": "legal obligation: government accounts"}
KEPT = "7 years after the accounts"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("ledger", "0002_payments"),
        ("suppliers", "0001_initial"),
        ("tenancy", "0002_cluster_lead"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("holder_name", models.CharField(max_length=140)),
                ("sort_code", models.CharField(blank=True, default="", max_length=6)),
                ("account_number", models.CharField(blank=True, default="", max_length=8)),
                ("iban", models.CharField(blank=True, default="", max_length=34)),
                ("bic", models.CharField(blank=True, default="", max_length=11)),
                (
                    "service_user_number",
                    models.CharField(blank=True, default="", help_text="As Bacs knows the body.", max_length=12),
                ),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["currency", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PaymentRun",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("process_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("state", models.CharField(editable=False, max_length=40)),
                ("state_since", models.DateTimeField(editable=False)),
                ("state_reason", models.CharField(blank=True, default="", editable=False, max_length=60)),
                ("approved_digest", models.BinaryField(null=True)),
                ("number", models.CharField(blank=True, default="", editable=False, max_length=24)),
                ("currency", models.CharField(max_length=3)),
                (
                    "service",
                    models.CharField(
                        choices=[
                            ("bacs", "Bacs"),
                            ("faster-payments", "Faster Payments"),
                            ("chaps", "CHAPS"),
                            ("sepa", "SEPA"),
                            ("international", "An international payment"),
                        ],
                        max_length=16,
                    ),
                ),
                ("pay_on", models.DateField()),
                ("count", models.PositiveIntegerField()),
                ("total_minor", models.BigIntegerField(db_comment="minor units of currency; the control total")),
                ("total_pence", models.BigIntegerField(db_comment="pence; what the liabilities stand at in the books")),
                (
                    "bank_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.bankaccount",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PaymentFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.CharField(max_length=35, unique=True)),
                ("count", models.PositiveIntegerField()),
                (
                    "total_minor",
                    models.BigIntegerField(
                        db_comment="minor units of the run's currency; counted from the file itself"
                    ),
                ),
                ("sha256", models.BinaryField(max_length=32)),
                ("written_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "run",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_file",
                        to="cash.paymentrun",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="RunPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("amount_minor", models.BigIntegerField(db_comment="minor units of the run's currency")),
                ("reference", models.CharField(help_text="As the service carries it.", max_length=140)),
                (
                    "bank_detail",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="suppliers.bankdetail",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.cluster"
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="ledger.paymentinstruction",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="cash.paymentrun",
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
            },
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("body", "="), ("currency", "="), ("valid", "&&")], name="cash_bankaccount_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("iban", ""),
                        models.Q(("sort_code", ""), _negated=True),
                        models.Q(("account_number", ""), _negated=True),
                    ),
                    models.Q(models.Q(("iban", ""), _negated=True), ("sort_code", ""), ("account_number", "")),
                    _connector="OR",
                ),
                name="cash_bankaccount_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gt", 0), ("total_minor__gt", 0)), name="cash_paymentrun_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="runpayment",
            constraint=models.UniqueConstraint(fields=("body", "run", "payment"), name="cash_runpayment_once"),
        ),
        migrations.AddConstraint(
            model_name="runpayment",
            constraint=models.UniqueConstraint(fields=("body", "run", "place"), name="cash_runpayment_place"),
        ),
        migrations.AddConstraint(
            model_name="runpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="cash_runpayment_amount"
            ),
        ),
        DeclareTable("cash_bankaccount", "tenant", retention=KEPT, writes="insert, update", **BOOKS),
        DeclareTable(
            "cash_paymentrun",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            process="payment-run",
            references=[Reference("bank_account_id", "cash_bankaccount")],
            **BOOKS,
        ),
        DeclareTable(
            "cash_runpayment",
            "tenant",
            retention=KEPT,
            writes="insert",
            audited="",
            references=[
                Reference("run_id", "cash_paymentrun"),
                Reference("payment_id", "ledger_paymentinstruction"),
                Reference("bank_detail_id", "suppliers_bankdetail", by="cluster_id"),
            ],
            **BOOKS,
        ),
        DeclareTable(
            "cash_paymentfile",
            "tenant",
            retention=KEPT,
            writes="insert",
            references=[
                Reference("run_id", "cash_paymentrun"),
                Reference("file_id", "files_storedfile"),
            ],
            **BOOKS,
        ),
        DeclareProcess(
            "payment-run",
            1,
            [
                ("build", "chosen", "built"),
                ("cancel", "built", "cancelled"),
                ("choose", "", "chosen"),
                ("release", "built", "released"),
                ("write", "released", "written"),
            ],
        ),
    ]
