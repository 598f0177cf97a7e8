import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable, Mechanism, Reference
from hanaper.foundation.processes.operations import DeclareProcess

PAY = {"controller": "the body", "basis": "legal obligation: PAYE; employment contract"}
KEPT = "6 years after the tax year"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0002_payments"),
        ("absence", "0001_initial"),
        ("people", "0001_initial"),
        ("files", "0002_larger_files"),
        ("tenancy", "0003_reserved_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="PayScheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12)),
                ("employer_name", models.CharField(max_length=140)),
                (
                    "office_number",
                    models.CharField(help_text="First half of the employer PAYE reference.", max_length=3),
                ),
                ("reference", models.CharField(help_text="Second half of the employer PAYE reference.", max_length=10)),
                ("accounts_office", models.CharField(max_length=13)),
                (
                    "levy_allowance_pence",
                    models.BigIntegerField(db_comment="a year; connected employers share one allowance"),
                ),
                (
                    "is_small_employer",
                    models.BooleanField(default=False, help_text="Recovers all of family pay, and compensation."),
                ),
                ("cost_centre_id", models.BigIntegerField(db_comment="where the apprenticeship levy is charged")),
                ("programme_id", models.BigIntegerField(db_comment="where the apprenticeship levy is charged")),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="PayRun",
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
                    models.CharField(choices=[("main", "Main"), ("supplementary", "Supplementary")], max_length=14),
                ),
                ("frequency", models.CharField(help_text="weekly, two-weekly, four-weekly or monthly", max_length=12)),
                ("tax_year", models.SmallIntegerField(db_comment="the year of its 6 April")),
                ("period", models.SmallIntegerField(db_comment="tax month or tax week of the day of payment")),
                (
                    "earned",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        db_comment="the days whose ordinary pay it carries"
                    ),
                ),
                ("pay_on", models.DateField()),
                ("cut_off_on", models.DateField()),
                ("approve_by", models.DateField(db_comment="the last day on which an approval still reaches the bank")),
                ("known_at", models.DateTimeField(null=True)),
                ("calculation", models.PositiveSmallIntegerField(default=0)),
                ("people", models.PositiveIntegerField(default=0)),
                ("held_back", models.PositiveIntegerField(default=0)),
                (
                    "totals",
                    models.JSONField(db_comment="control totals in pence: gross, net, tax and so on", default=dict),
                ),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="pay.payscheme",
                    ),
                ),
            ],
            options={
                "ordering": ["-pay_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Payslip",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("calculation", models.SmallIntegerField()),
                ("employment_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("pay_on", models.DateField()),
                ("cost_centre_id", models.BigIntegerField()),
                ("programme_id", models.BigIntegerField()),
                ("tax_code", models.CharField(max_length=10)),
                ("is_week1", models.BooleanField()),
                ("ni_letter", models.CharField(max_length=1)),
                ("pension_scheme", models.CharField(max_length=16)),
                (
                    "age",
                    models.SmallIntegerField(
                        db_comment="whole years at the start of the tax year, by which some rules go"
                    ),
                ),
                (
                    "elements",
                    django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None),
                ),
                ("amounts", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("units", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ("refs", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("gross_pence", models.BigIntegerField()),
                ("net_pence", models.BigIntegerField()),
                ("to_date", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("ni_letters", models.CharField(db_comment="the letters of ni_to_date, in its order", max_length=4)),
                (
                    "ni_to_date",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payslips",
                        to="pay.payrun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PensionFact",
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
                ("scheme", models.CharField(max_length=16)),
                (
                    "reason",
                    models.CharField(
                        blank=True, default="", help_text="For none: opted-out, postponed...", max_length=24
                    ),
                ),
                (
                    "member_basis_points",
                    models.IntegerField(db_comment="partnership: what the member chose to pay", default=0),
                ),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RecurringElement",
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
                ("element", models.SmallIntegerField()),
                ("amount_pence", models.BigIntegerField(db_comment="each period")),
                ("reference", models.CharField(blank=True, default="", max_length=40)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SchemePayee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hmrc", "HM Revenue and Customs"),
                            ("pension", "Pension scheme"),
                            ("orders", "Orders and other deductions"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=140)),
                ("site_id", models.BigIntegerField(db_comment="supplier site")),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payees",
                        to="pay.payscheme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Submission",
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
                    models.CharField(
                        choices=[
                            ("fps", "Full payment submission"),
                            ("eps", "Employer payment summary"),
                            ("pension", "Contributions by member"),
                            ("orders", "Orders and other deductions"),
                        ],
                        max_length=8,
                    ),
                ),
                ("part", models.PositiveSmallIntegerField(default=1)),
                ("first_employment_id", models.BigIntegerField(default=0)),
                ("last_employment_id", models.BigIntegerField(default=0)),
                ("people", models.PositiveIntegerField(default=0)),
                ("ir_mark", models.CharField(blank=True, default="", max_length=32)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="pay.payrun",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "part"],
            },
        ),
        migrations.CreateModel(
            name="TaxFact",
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
                ("code", models.CharField(max_length=10)),
                ("is_week1", models.BooleanField(default=False)),
                ("notice", models.CharField(blank=True, default="", max_length=40)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AttachmentOrder",
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
                ("kind", models.CharField(max_length=16)),
                ("reference", models.CharField(max_length=40)),
                ("made_on", models.DateField(db_comment="decides the rank among orders of the same kind")),
                (
                    "rate",
                    models.CharField(
                        blank=True, default="", help_text="For a DEA: standard, higher or fixed.", max_length=10
                    ),
                ),
                (
                    "each_period_pence",
                    models.BigIntegerField(db_comment="normal deduction where the order fixes one", default=0),
                ),
                (
                    "protected_pence",
                    models.BigIntegerField(db_comment="each period, where the order fixes it", default=0),
                ),
                (
                    "limit_pence",
                    models.BigIntegerField(db_comment="the debt in all, where the order says it", null=True),
                ),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["employment_id"], name="attachmentorder_of")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("superseded_at", None)),
                        expressions=[("body", "="), ("employment_id", "="), ("reference", "="), ("valid", "&&")],
                        name="pay_attachmentorder_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BroughtForward",
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
                ("tax_year", models.SmallIntegerField()),
                ("source", models.CharField(help_text="p45 or cut-over", max_length=16)),
                ("to_date", models.JSONField(db_comment="figure -> pence")),
                ("ni_to_date", models.JSONField(db_comment="letter -> six figures in pence", default=dict)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["employment_id"], name="broughtforward_of")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("superseded_at", None)),
                        expressions=[("body", "="), ("employment_id", "="), ("tax_year", "="), ("valid", "&&")],
                        name="pay_broughtforward_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LoanFact",
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
                ("plan", models.CharField(help_text="plan1, plan2, plan4, plan5 or postgraduate", max_length=12)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["employment_id"], name="loanfact_of")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("superseded_at", None)),
                        expressions=[("body", "="), ("employment_id", "="), ("plan", "="), ("valid", "&&")],
                        name="pay_loanfact_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NiFact",
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
                ("letter", models.CharField(max_length=1)),
                (
                    "director_method",
                    models.CharField(blank=True, default="", help_text="annual, alternative or none.", max_length=12),
                ),
                ("director_since", models.DateField(null=True)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["employment_id"], name="nifact_of")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("superseded_at", None)),
                        expressions=[("body", "="), ("employment_id", "="), ("valid", "&&")],
                        name="pay_nifact_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PayInput",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("employment_id", models.BigIntegerField()),
                ("element", models.SmallIntegerField()),
                ("amount_pence", models.BigIntegerField(null=True)),
                ("units", models.IntegerField(db_comment="hundredths of hours or days", null=True)),
                ("earned", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("received_at", models.DateTimeField()),
                (
                    "source",
                    models.CharField(help_text="time, claim, import, back-pay, absence or correction", max_length=24),
                ),
                (
                    "owner_id",
                    models.BigIntegerField(db_comment="opaque id of the person who answers for it", null=True),
                ),
                ("taken_by_id", models.BigIntegerField(db_comment="the committed pay run that paid it", null=True)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("taken_by_id", None)),
                        fields=["body", "employment_id"],
                        name="pay_payinput_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_pence__isnull", False), ("units__isnull", False), _connector="OR"),
                        name="pay_payinput_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PayChunk",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("process_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("state", models.CharField(editable=False, max_length=40)),
                ("state_since", models.DateTimeField(editable=False)),
                ("state_reason", models.CharField(blank=True, default="", editable=False, max_length=60)),
                ("approved_digest", models.BinaryField(null=True)),
                ("number", models.CharField(blank=True, default="", editable=False, max_length=24)),
                ("calculation", models.PositiveSmallIntegerField()),
                ("place", models.PositiveIntegerField()),
                ("first_id", models.BigIntegerField()),
                ("last_id", models.BigIntegerField()),
                ("people", models.PositiveIntegerField(db_comment="payslips that it made", default=0)),
                ("held_back", models.PositiveIntegerField(default=0)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chunks",
                        to="pay.payrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("body", "run", "calculation", "place"), name="pay_chunk_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PayCheck",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("process_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("state", models.CharField(editable=False, max_length=40)),
                ("state_since", models.DateTimeField(editable=False)),
                ("state_reason", models.CharField(blank=True, default="", editable=False, max_length=60)),
                ("approved_digest", models.BinaryField(null=True)),
                ("number", models.CharField(blank=True, default="", editable=False, max_length=24)),
                ("calculation", models.PositiveSmallIntegerField()),
                ("employment_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=32)),
                ("before_pence", models.BigIntegerField(null=True)),
                ("after_pence", models.BigIntegerField(null=True)),
                (
                    "values",
                    models.JSONField(
                        db_comment="codes and dates that the wording needs; no personal data", default=dict
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="pay.payrun",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "run", "calculation", "employment_id", "kind"), name="pay_paycheck_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HeldBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("calculation", models.PositiveSmallIntegerField()),
                ("employment_id", models.BigIntegerField()),
                ("code", models.CharField(max_length=60)),
                ("values", models.JSONField(default=dict)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held",
                        to="pay.payrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "run", "calculation", "employment_id"), name="pay_heldback_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="payscheme",
            constraint=models.UniqueConstraint(fields=("body", "code"), name="pay_scheme_code"),
        ),
        migrations.AddConstraint(
            model_name="payrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "main"), models.Q(("state", "abandoned"), _negated=True)),
                fields=("body", "scheme", "frequency", "tax_year", "period"),
                name="pay_payrun_one_main",
            ),
        ),
        migrations.AddIndex(
            model_name="payslip",
            index=models.Index(fields=["employment_id"], name="pay_payslip_of"),
        ),
        migrations.AddConstraint(
            model_name="payslip",
            constraint=models.UniqueConstraint(
                fields=("body", "run", "calculation", "employment_id"), name="pay_payslip_once"
            ),
        ),
        migrations.AddIndex(
            model_name="pensionfact",
            index=models.Index(fields=["employment_id"], name="pensionfact_of"),
        ),
        migrations.AddConstraint(
            model_name="pensionfact",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("superseded_at", None)),
                expressions=[("body", "="), ("employment_id", "="), ("valid", "&&")],
                name="pay_pensionfact_once",
            ),
        ),
        migrations.AddIndex(
            model_name="recurringelement",
            index=models.Index(fields=["employment_id"], name="recurringelement_of"),
        ),
        migrations.AddConstraint(
            model_name="recurringelement",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("superseded_at", None)),
                expressions=[
                    ("body", "="),
                    ("employment_id", "="),
                    ("element", "="),
                    ("reference", "="),
                    ("valid", "&&"),
                ],
                name="pay_recurringelement_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemepayee",
            constraint=models.UniqueConstraint(fields=("body", "scheme", "kind"), name="pay_payee_once"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(fields=("body", "run", "kind", "part"), name="pay_submission_once"),
        ),
        migrations.AddIndex(
            model_name="taxfact",
            index=models.Index(fields=["employment_id"], name="taxfact_of"),
        ),
        migrations.AddConstraint(
            model_name="taxfact",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("superseded_at", None)),
                expressions=[("body", "="), ("employment_id", "="), ("valid", "&&")],
                name="pay_taxfact_once",
            ),
        ),
        DeclareTable(
            "pay_payscheme",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            references=[
                Reference("cost_centre_id", "tenancy_costcentre"),
                Reference("programme_id", "ledger_programme"),
            ],
            **PAY,
        ),
        DeclareTable(
            "pay_schemepayee",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            references=[Reference("scheme_id", "pay_payscheme")],
            **PAY,
        ),
        DeclareTable(
            "pay_taxfact",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            references=[Reference("employment_id", "people_employment")],
            **PAY,
        ),
        DeclareTable(
            "pay_nifact",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            references=[Reference("employment_id", "people_employment")],
            **PAY,
        ),
        DeclareTable(
            "pay_loanfact",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            references=[Reference("employment_id", "people_employment")],
            **PAY,
        ),
        DeclareTable(
            "pay_pensionfact",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            references=[Reference("employment_id", "people_employment")],
            **PAY,
        ),
        DeclareTable(
            "pay_recurringelement",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            references=[Reference("employment_id", "people_employment")],
            **PAY,
        ),
        DeclareTable(
            "pay_attachmentorder",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            references=[Reference("employment_id", "people_employment")],
            **PAY,
        ),
        DeclareTable(
            "pay_broughtforward",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            references=[Reference("employment_id", "people_employment")],
            **PAY,
        ),
        DeclareTable(
            "pay_payrun",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            process="pay-run",
            references=[Reference("scheme_id", "pay_payscheme")],
            **PAY,
        ),
        DeclareTable(
            "pay_payinput",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            references=[Reference("employment_id", "people_employment"), Reference("taken_by_id", "pay_payrun")],
            **PAY,
        ),
        DeclareTable(
            "pay_paychunk",
            "tenant",
            retention="until the run is closed",
            writes="insert, update",
            process="pay-chunk",
            references=[Reference("run_id", "pay_payrun")],
            **PAY,
        ),
        # A trigger checks the references of what is added as a set. Rows never change, so there is nothing to audit.
        DeclareTable(
            "pay_payslip",
            "tenant",
            retention=KEPT,
            writes="insert",
            audited="",
            checked_set_wise=["run_id", "employment_id", "cost_centre_id", "programme_id"],
            **PAY,
        ),
        DeclareTable(
            "pay_heldback",
            "tenant",
            retention=KEPT,
            writes="insert, delete",
            audited="",
            references=[Reference("run_id", "pay_payrun")],
            checked_set_wise=["employment_id"],
            **PAY,
        ),
        DeclareTable(
            "pay_paycheck",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            process="pay-check",
            references=[Reference("run_id", "pay_payrun"), Reference("employment_id", "people_employment")],
            **PAY,
        ),
        DeclareTable(
            "pay_submission",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            process="pay-submission",
            references=[Reference("run_id", "pay_payrun"), Reference("file_id", "files_storedfile")],
            **PAY,
        ),
        Mechanism(
            "hanaper.hr.pay",
            "payslips",
            undo="""
            DROP POLICY seen ON pay_payslip;
            DROP TRIGGER staged ON pay_payslip;
            DROP FUNCTION hanaper.sees_all_pay, hanaper.payslips_staged, hanaper.drafts_drop, hanaper.pay_run_nets, hanaper.payslips_digest,
                hanaper.payslips_summed;""",
        ),
        DeclareProcess(
            "pay-run",
            1,
            [
                ("abandon", "calculated", "abandoned"),
                ("abandon", "checked", "abandoned"),
                ("abandon", "gathered", "abandoned"),
                ("abandon", "open", "abandoned"),
                ("again", "calculated", "open"),
                ("again", "checked", "open"),
                ("again", "gathered", "open"),
                ("approve", "checked", "approved"),
                ("calculate", "gathered", "calculated"),
                ("check", "calculated", "checked"),
                ("close", "paid", "closed"),
                ("commit", "approved", "committed"),
                ("gather", "open", "gathered"),
                ("open", "", "open"),
                ("pay", "reported", "paid"),
                ("report", "committed", "reported"),
                ("send-back", "approved", "open"),
                ("send-back", "checked", "open"),
            ],
        ),
        DeclareProcess(
            "pay-chunk",
            1,
            [("plan", "", "planned"), ("stage", "planned", "dropped"), ("stage", "planned", "staged")],
        ),
        DeclareProcess(
            "pay-check",
            1,
            [
                ("accept", "raised", "accepted"),
                ("hold-back", "raised", "held"),
                ("lapse", "raised", "lapsed"),
                ("raise", "", "raised"),
            ],
        ),
        DeclareProcess(
            "pay-submission",
            1,
            [
                ("accept", "sent", "accepted"),
                ("queue", "", "queued"),
                ("reject", "sent", "queued"),
                ("send", "written", "sent"),
                ("write", "queued", "written"),
            ],
        ),
    ]
