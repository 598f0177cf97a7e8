import django.contrib.postgres.constraints
import django.contrib.postgres.fields
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
        ("identity", "0002_declarations"),
        ("ledger", "0002_payments"),
        ("orders", "0001_initial"),
        ("suppliers", "0001_initial"),
        ("tenancy", "0002_cluster_lead"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("process_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("state", models.CharField(editable=False, max_length=40)),
                ("state_since", models.DateTimeField(editable=False)),
                ("state_reason", models.CharField(blank=True, default="", editable=False, max_length=60)),
                ("approved_digest", models.BinaryField(null=True)),
                ("number", models.CharField(blank=True, default="", editable=False, max_length=24)),
                (
                    "kind",
                    models.CharField(choices=[("invoice", "Invoice"), ("credit note", "Credit note")], max_length=12),
                ),
                ("supplier_number", models.CharField(help_text="As the supplier wrote it.", max_length=200)),
                (
                    "number_key",
                    models.CharField(
                        help_text="The supplier's number in the form in which alike is same.", max_length=200
                    ),
                ),
                ("supplier_name", models.CharField(max_length=200)),
                (
                    "supplier_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        help_text="What the file says of itself: scheme:value.",
                        size=None,
                    ),
                ),
                ("issue_date", models.DateField()),
                (
                    "due_date",
                    models.DateField(
                        help_text="As the supplier wrote it; when we pay is our standard's matter.", null=True
                    ),
                ),
                ("received_on", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("net_minor", models.BigIntegerField(db_comment="minor units of currency; without VAT")),
                ("tax_minor", models.BigIntegerField(db_comment="minor units of currency")),
                (
                    "extra_minor",
                    models.BigIntegerField(
                        db_comment="minor units of currency; asked for beside the lines, without VAT"
                    ),
                ),
                (
                    "payable_minor",
                    models.BigIntegerField(db_comment="minor units of currency; negative when the supplier owes us"),
                ),
                ("payable_pence", models.BigIntegerField(db_comment="pence, as posted", null=True)),
                (
                    "units_per_pound",
                    models.DecimalField(
                        db_comment="units of currency for one pound", decimal_places=8, max_digits=18, null=True
                    ),
                ),
                ("order_reference", models.CharField(blank=True, default="", max_length=200)),
                ("order_is_linked", models.BooleanField(default=False)),
                (
                    "preceding_key",
                    models.CharField(
                        blank=True, default="", help_text="Of a credit: what it corrects.", max_length=200
                    ),
                ),
                (
                    "payee_name",
                    models.CharField(blank=True, default="", help_text="Where it is not the supplier.", max_length=200),
                ),
                (
                    "is_collected",
                    models.BooleanField(default=False, help_text="The supplier collects it by direct debit."),
                ),
                ("remittance_reference", models.CharField(blank=True, default="", max_length=200)),
                ("sha256", models.BinaryField(max_length=32)),
                (
                    "rules_version",
                    models.CharField(help_text="Release of the EN 16931 rules that judged the file.", max_length=20),
                ),
                ("journal_id", models.BigIntegerField(db_comment="the posted journal", editable=False, null=True)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "body_site",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="suppliers.bodysite",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="suppliers.legalentity",
                    ),
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
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="InvoiceFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("rule", models.CharField(max_length=60)),
                ("flag", models.CharField(help_text="fatal or warning", max_length=8)),
                ("location", models.CharField(max_length=300)),
                ("text", models.CharField(max_length=1000)),
                ("line_number", models.PositiveIntegerField(null=True)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="payables.invoice",
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_no", models.PositiveSmallIntegerField()),
                ("line_id", models.CharField(help_text="As the supplier numbered it.", max_length=100)),
                ("name", models.CharField(max_length=300)),
                ("quantity", models.DecimalField(decimal_places=10, max_digits=30)),
                ("unit", models.CharField(help_text="UNECE Rec 20.", max_length=12)),
                ("order_line_reference", models.CharField(blank=True, default="", max_length=100)),
                (
                    "item_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
                ("net_minor", models.BigIntegerField(db_comment="minor units; the line itself")),
                (
                    "cost_minor",
                    models.BigIntegerField(db_comment="minor units; the line with its share of charges and allowances"),
                ),
                ("tax_minor", models.BigIntegerField(db_comment="minor units; its VAT")),
                ("prepaid_minor", models.BigIntegerField(db_comment="minor units; paid before, taken off")),
                ("rounding_minor", models.BigIntegerField(db_comment="minor units; its share of the rounding")),
                ("tax_code", models.CharField(help_text="VAT category, UNCL 5305.", max_length=4)),
                ("tax_percent", models.DecimalField(decimal_places=4, max_digits=9, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.costcentre",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="payables.invoice",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.orderline",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["line_no"],
            },
        ),
        migrations.CreateModel(
            name="MatchStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.PositiveSmallIntegerField(
                        help_text="1 for the first matching; each matching again adds one."
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("rule", models.CharField(max_length=40)),
                ("holds", models.BooleanField()),
                ("line_id", models.CharField(default="", max_length=100)),
                ("found", models.CharField(max_length=200)),
                ("expected", models.CharField(max_length=200)),
                ("allowed", models.CharField(default="", max_length=60)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="match_steps",
                        to="payables.invoice",
                    ),
                ),
            ],
            options={
                "ordering": ["round", "place"],
            },
        ),
        migrations.CreateModel(
            name="VatRecovery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("heading", models.CharField(max_length=120)),
                ("recoverable_basis_points", models.PositiveIntegerField(db_comment="share of the VAT, 10000 is all")),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("source", models.CharField(max_length=200)),
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
            ],
            options={
                "ordering": ["account", "valid"],
            },
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["body", "state"], name="payables_invoice_state"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["body", "number_key"], name="payables_invoice_number"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["body", "order"], name="payables_invoice_order"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["body", "sha256"], name="payables_invoice_sha256"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("matched", "to-approve", "approved", "posted", "settled", "paid"))),
                fields=("body", "entity", "number_key", "currency", "payable_minor"),
                name="payables_invoice_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoicefinding",
            constraint=models.UniqueConstraint(fields=("body", "invoice", "place"), name="payables_finding_once"),
        ),
        migrations.AddIndex(
            model_name="invoiceline",
            index=models.Index(fields=["body", "order_line"], name="payables_line_order"),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.UniqueConstraint(fields=("body", "invoice", "line_no"), name="payables_line_once"),
        ),
        migrations.AddConstraint(
            model_name="matchstep",
            constraint=models.UniqueConstraint(
                fields=("body", "invoice", "round", "place"), name="payables_matchstep_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="vatrecovery",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("body", "="), ("account", "="), ("valid", "&&")], name="payables_vatrecovery_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="vatrecovery",
            constraint=models.CheckConstraint(
                condition=models.Q(("recoverable_basis_points__lte", 10000)), name="payables_vatrecovery_share"
            ),
        ),
        DeclareTable(
            "payables_invoice",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            process="invoice",
            references=[
                Reference("body_site_id", "suppliers_bodysite"),
                Reference("order_id", "orders_order"),
                Reference("file_id", "files_storedfile"),
            ],
            **BOOKS,
        ),
        DeclareTable(
            "payables_invoiceline",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            audited="update",
            references=[
                Reference("invoice_id", "payables_invoice"),
                Reference("order_line_id", "orders_orderline"),
                Reference("cost_centre_id", "tenancy_costcentre"),
                Reference("programme_id", "ledger_programme"),
            ],
            **BOOKS,
        ),
        DeclareTable(
            "payables_invoicefinding",
            "tenant",
            retention=KEPT,
            writes="insert",
            audited="",
            references=[Reference("invoice_id", "payables_invoice")],
            **BOOKS,
        ),
        DeclareTable(
            "payables_matchstep",
            "tenant",
            retention=KEPT,
            writes="insert",
            audited="",
            references=[Reference("invoice_id", "payables_invoice")],
            **BOOKS,
        ),
        DeclareTable("payables_vatrecovery", "tenant", retention=KEPT, writes="insert, update", **BOOKS),
        DeclareProcess(
            "invoice",
            1,
            [
                ("approve", "to-approve", "approved"),
                ("match", "received", "held"),
                ("match", "received", "matched"),
                ("pass", "matched", "approved"),
                ("pass", "matched", "to-approve"),
                ("pay", "posted", "paid"),
                ("post", "approved", "posted"),
                ("post", "approved", "settled"),
                ("receive", "", "received"),
                ("refuse", "to-approve", "rejected"),
                ("reject", "held", "rejected"),
                ("rematch", "held", "received"),
                ("resolve", "held", "to-approve"),
                ("send-back", "to-approve", "held"),
                ("turn-away", "", "rejected"),
                ("upload", "", "received"),
            ],
        ),
    ]
