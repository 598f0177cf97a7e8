import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable, Mechanism, Reference
from hanaper.foundation.processes.operations import DeclareProcess

PAY = {"controller": "the body", "basis": "legal obligation: PAYE; employment contract"}
KEPT = "6 years after the tax year"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pay", "0002_by_number"),
        ("people", "0001_initial"),
        ("tenancy", "0003_reserved_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ParallelRun",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("process_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("state", models.CharField(editable=False, max_length=40)),
                ("state_since", models.DateTimeField(editable=False)),
                ("state_reason", models.CharField(blank=True, default="", editable=False, max_length=60)),
                ("approved_digest", models.BinaryField(null=True)),
                ("number", models.CharField(blank=True, default="", editable=False, max_length=24)),
                ("pay_run_id", models.BigIntegerField()),
                ("edition", models.PositiveSmallIntegerField(default=1)),
                ("file_name", models.CharField(max_length=120)),
                ("file_sha256", models.BinaryField(max_length=32)),
                ("rows", models.PositiveIntegerField(db_comment="rows of the file, without its header")),
                ("people_there", models.PositiveIntegerField()),
                (
                    "leaving_out",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), default=list, size=None
                    ),
                ),
                ("calculation", models.PositiveSmallIntegerField(default=0)),
                ("people_here", models.PositiveIntegerField(default=0)),
                ("people_differing", models.PositiveIntegerField(default=0)),
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
            name="LegacyPay",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("edition", models.PositiveSmallIntegerField()),
                ("payroll_number", models.CharField(max_length=24)),
                ("tax_code", models.CharField(blank=True, default="", max_length=12)),
                ("ni_letter", models.CharField(blank=True, default="", max_length=1)),
                ("pension_scheme", models.CharField(blank=True, default="", max_length=16)),
                (
                    "elements",
                    django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None),
                ),
                ("amounts", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("hours", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="parallel.parallelrun",
                    ),
                ),
            ],
            options={
                "ordering": ["payroll_number"],
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("process_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("state", models.CharField(editable=False, max_length=40)),
                ("state_since", models.DateTimeField(editable=False)),
                ("state_reason", models.CharField(blank=True, default="", editable=False, max_length=60)),
                ("approved_digest", models.BinaryField(null=True)),
                ("number", models.CharField(blank=True, default="", editable=False, max_length=24)),
                ("payroll_number", models.CharField(max_length=24)),
                (
                    "employment_id",
                    models.BigIntegerField(db_comment="null where nobody here has the payroll number", null=True),
                ),
                ("element", models.SmallIntegerField()),
                ("cause", models.CharField(max_length=16)),
                ("here_pence", models.BigIntegerField(null=True)),
                ("there_pence", models.BigIntegerField(null=True)),
                ("change_pence", models.BigIntegerField(db_comment="ours less theirs")),
                ("fact_here", models.CharField(blank=True, default="", max_length=16)),
                ("fact_there", models.CharField(blank=True, default="", max_length=16)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="parallel.parallelrun",
                    ),
                ),
            ],
            options={
                "ordering": ["cause", "payroll_number", "element"],
            },
        ),
        migrations.AddConstraint(
            model_name="parallelrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "abandoned"), _negated=True),
                fields=("body", "pay_run_id"),
                name="parallel_run_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="legacypay",
            constraint=models.UniqueConstraint(
                fields=("body", "run", "edition", "payroll_number"), name="parallel_legacypay_once"
            ),
        ),
        migrations.AddIndex(
            model_name="difference",
            index=models.Index(fields=["body", "run", "state", "cause"], name="parallel_difference_of"),
        ),
        migrations.AddConstraint(
            model_name="difference",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "lapsed"), _negated=True),
                fields=("body", "run", "payroll_number", "element", "cause"),
                name="parallel_difference_once",
            ),
        ),
        DeclareTable(
            "parallel_parallelrun",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            process="parallel-run",
            references=[Reference("pay_run_id", "pay_payrun")],
            **PAY,
        ),
        # Rows never change, and their run says who brought them in: there is nothing to audit.
        DeclareTable(
            "parallel_legacypay",
            "tenant",
            retention=KEPT,
            writes="insert",
            audited="",
            references=[Reference("run_id", "parallel_parallelrun")],
            **PAY,
        ),
        DeclareTable(
            "parallel_difference",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            process="parallel-difference",
            references=[
                Reference("run_id", "parallel_parallelrun"),
                Reference("employment_id", "people_employment"),
            ],
            **PAY,
        ),
        Mechanism(
            "hanaper.transition.parallel",
            "guard",
            undo="""
            DROP POLICY seen ON parallel_legacypay;
            DROP POLICY seen ON parallel_difference;
            DROP FUNCTION hanaper.sees_parallel_pay;""",
        ),
        DeclareProcess(
            "parallel-run",
            1,
            [
                ("abandon", "compared", "abandoned"),
                ("abandon", "imported", "abandoned"),
                ("again", "compared", "imported"),
                ("compare", "imported", "compared"),
                ("import", "", "imported"),
                ("reopen", "ready", "compared"),
                ("sign-off", "compared", "ready"),
            ],
        ),
        DeclareProcess(
            "parallel-difference",
            1,
            [
                ("accept", "open", "accepted"),
                ("find", "", "open"),
                ("lapse", "accepted", "lapsed"),
                ("lapse", "open", "lapsed"),
            ],
        ),
    ]
