import django.db.models.deletion
from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable, Mechanism, Reference
from hanaper.foundation.processes.operations import DeclareProcess


class Migration(migrations.Migration):
    dependencies = [
        ("pay", "0007_certificates"),
        ("tenancy", "0003_reserved_codes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="submission",
            name="kind",
            field=models.CharField(
                choices=[
                    ("fps", "Full payment submission"),
                    ("eps", "Employer payment summary"),
                    ("pension", "Contributions by member"),
                    ("orders", "Orders and other deductions"),
                    ("further", "Further submission for a closed year"),
                ],
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="YearCorrection",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("process_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("state", models.CharField(editable=False, max_length=40)),
                ("state_since", models.DateTimeField(editable=False)),
                ("state_reason", models.CharField(blank=True, default="", editable=False, max_length=60)),
                ("approved_digest", models.BinaryField(null=True)),
                ("number", models.CharField(blank=True, default="", editable=False, max_length=24)),
                ("employment_id", models.BigIntegerField()),
                ("tax_year", models.SmallIntegerField(db_comment="the year of its 6 April")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("pay", "Pay was wrong"),
                            ("tax", "Tax was wrong"),
                            ("insurance", "National Insurance or its letter was wrong"),
                            ("loan", "A loan was wrong"),
                            ("statutory", "Statutory pay was wrong"),
                        ],
                        max_length=10,
                    ),
                ),
                ("before", models.JSONField(db_comment="figure -> pence")),
                ("ni_before", models.JSONField(db_comment="letter -> six figures in pence")),
                ("to_date", models.JSONField(db_comment="figure -> pence")),
                ("ni_to_date", models.JSONField(db_comment="letter -> six figures in pence")),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="pay.payrun",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pay.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        DeclareTable(
            "pay_yearcorrection",
            "tenant",
            controller="the body",
            basis="legal obligation: PAYE; employment contract",
            retention="6 years after the tax year",
            writes="insert, update",
            process="pay-year-correction",
            references=[
                Reference("employment_id", "people_employment"),
                Reference("run_id", "pay_payrun"),
                Reference("submission_id", "pay_submission"),
            ],
        ),
        Mechanism("hanaper.hr.pay", "corrections", undo="DROP POLICY seen ON pay_yearcorrection;"),
        DeclareProcess(
            "pay-year-correction",
            1,
            [
                ("approve", "entered", "approved"),
                ("enter", "", "entered"),
                ("refuse", "entered", "refused"),
                ("report", "approved", "reported"),
            ],
        ),
    ]
