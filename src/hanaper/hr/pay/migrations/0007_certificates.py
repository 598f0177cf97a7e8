import django.db.models.deletion
from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable, Mechanism, Reference
from hanaper.foundation.processes.operations import DeclareProcess

PAY = {"controller": "the body", "basis": "legal obligation: PAYE; employment contract"}
KEPT = "6 years after the tax year"


class Migration(migrations.Migration):
    dependencies = [
        ("pay", "0006_measured"),
        ("tenancy", "0003_reserved_codes"),
        ("people", "0002_own"),
    ]

    operations = [
        migrations.AddField(
            model_name="payscheme",
            name="employer_address",
            field=models.CharField(
                blank=True, default="", help_text="As certificates say it: a line for each line.", max_length=240
            ),
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("process_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("state", models.CharField(editable=False, max_length=40)),
                ("state_since", models.DateTimeField(editable=False)),
                ("state_reason", models.CharField(blank=True, default="", editable=False, max_length=60)),
                ("approved_digest", models.BinaryField(null=True)),
                ("number", models.CharField(blank=True, default="", editable=False, max_length=24)),
                ("kind", models.CharField(choices=[("p45", "P45"), ("p60", "P60")], max_length=3)),
                ("employment_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("payslip_id", models.BigIntegerField()),
                ("tax_year", models.SmallIntegerField(db_comment="the year of its 6 April")),
                ("left_on", models.DateField(null=True)),
                ("tax_code", models.CharField(max_length=10)),
                ("is_week1", models.BooleanField()),
                ("frequency", models.CharField(max_length=12)),
                (
                    "period",
                    models.SmallIntegerField(db_comment="tax week or month of the last payment of the year", null=True),
                ),
                ("pay_pence", models.BigIntegerField()),
                ("tax_pence", models.BigIntegerField()),
                ("pay_before_pence", models.BigIntegerField()),
                ("tax_before_pence", models.BigIntegerField()),
                ("has_loan", models.BooleanField(default=False)),
                ("student_loan_pence", models.BigIntegerField(default=0)),
                ("postgraduate_loan_pence", models.BigIntegerField(default=0)),
                ("ni", models.JSONField(db_comment="letter -> six figures in pence", default=dict)),
                ("statutory", models.JSONField(db_comment="element -> pence", default=dict)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="pay.payscheme",
                    ),
                ),
            ],
            options={
                "ordering": ["-tax_year", "kind", "employment_id"],
                "indexes": [models.Index(fields=["person_id"], name="pay_certificate_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "p45")),
                        fields=("body", "employment_id"),
                        name="pay_certificate_one_p45",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "p60")),
                        fields=("body", "employment_id", "tax_year"),
                        name="pay_certificate_one_p60",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearEnd",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("process_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("state", models.CharField(editable=False, max_length=40)),
                ("state_since", models.DateTimeField(editable=False)),
                ("state_reason", models.CharField(blank=True, default="", editable=False, max_length=60)),
                ("approved_digest", models.BinaryField(null=True)),
                ("number", models.CharField(blank=True, default="", editable=False, max_length=24)),
                ("tax_year", models.SmallIntegerField(db_comment="the year of its 6 April")),
                ("raised", models.PositiveIntegerField(default=0)),
                ("reset", models.PositiveIntegerField(default=0)),
                ("certificates", models.PositiveIntegerField(default=0)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="year_ends",
                        to="pay.payscheme",
                    ),
                ),
            ],
            options={
                "ordering": ["-tax_year", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("body", "scheme", "tax_year"), name="pay_yearend_once")
                ],
            },
        ),
        DeclareTable(
            "pay_certificate",
            "tenant",
            retention=KEPT,
            writes="insert",
            audited="",
            process="pay-certificate",
            references=[
                Reference("scheme_id", "pay_payscheme"),
                Reference("employment_id", "people_employment"),
                Reference("payslip_id", "pay_payslip"),
            ],
            **PAY,
        ),
        DeclareTable(
            "pay_yearend",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            process="pay-year-end",
            references=[Reference("scheme_id", "pay_payscheme")],
            **PAY,
        ),
        Mechanism(
            "hanaper.hr.pay",
            "certificates",
            undo="""
            DROP POLICY seen ON pay_certificate;
            DROP FUNCTION hanaper.own_certificate_nino;""",
        ),
        DeclareProcess("pay-certificate", 1, [("issue-p45", "", "issued"), ("issue-p60", "", "issued")]),
        DeclareProcess(
            "pay-year-end",
            1,
            [
                ("carry-over", "open", "carried-over"),
                ("certify", "carried-over", "certified"),
                ("open", "", "open"),
            ],
        ),
    ]
