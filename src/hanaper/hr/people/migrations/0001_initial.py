import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable, Mechanism, Reference
from hanaper.foundation.processes.operations import DeclareProcess

STAFF = {"controller": "the body", "basis": "public task and employment contract"}
KEPT = "6 years after the employment"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("processes", "0001_initial"),
        ("posts", "0001_initial"),
        ("tenancy", "0003_reserved_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Employment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("process_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("state", models.CharField(editable=False, max_length=40)),
                ("state_since", models.DateTimeField(editable=False)),
                ("state_reason", models.CharField(blank=True, default="", editable=False, max_length=60)),
                ("approved_digest", models.BinaryField(null=True)),
                ("number", models.CharField(blank=True, default="", editable=False, max_length=24)),
                ("person_id", models.BigIntegerField(db_comment="the natural person, known to government once")),
                (
                    "engagement",
                    models.CharField(
                        choices=[
                            ("employee", "Employee"),
                            ("office-holder", "Office holder"),
                            ("service", "Service engagement"),
                        ],
                        max_length=14,
                    ),
                ),
                ("scheme", models.CharField(max_length=12)),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("weekly", "Weekly"),
                            ("two-weekly", "Every two weeks"),
                            ("four-weekly", "Every four weeks"),
                            ("monthly", "Monthly"),
                        ],
                        max_length=12,
                    ),
                ),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(db_comment="the last day", null=True)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["number", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BankChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("process_version", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("state", models.CharField(editable=False, max_length=40)),
                ("state_since", models.DateTimeField(editable=False)),
                ("state_reason", models.CharField(blank=True, default="", editable=False, max_length=60)),
                ("approved_digest", models.BinaryField(null=True)),
                ("number", models.CharField(blank=True, default="", editable=False, max_length=24)),
                ("account_id", models.BigIntegerField(db_comment="row of people_bankaccount, in force once approved")),
                ("from_on", models.DateField(db_comment="the first day of payment that may use it")),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "employment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_changes",
                        to="people.employment",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="NationalInsurance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField()),
                ("nino", models.CharField(blank=True, default="", max_length=9)),
                ("born_on", models.DateField()),
                ("sex", models.CharField(help_text="As payroll must report it: F or M.", max_length=1)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=32)),
                (
                    "to_contact",
                    models.CharField(
                        help_text="old or new: the contact point held before, or the new one.", max_length=8
                    ),
                ),
                ("about_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("automation", models.TextField(null=True)),
                ("duty", models.TextField(null=True)),
                ("run", models.UUIDField()),
                ("what", models.CharField(max_length=16)),
                ("purpose", models.TextField()),
                ("people", models.IntegerField()),
                ("digest", models.BinaryField(db_comment="SHA-256 over the ids that were asked for, in order")),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Terms",
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
                ("post_id", models.BigIntegerField(null=True)),
                ("grade_id", models.BigIntegerField()),
                ("point", models.PositiveSmallIntegerField(null=True)),
                ("annual_pence", models.BigIntegerField(null=True)),
                ("hours", models.PositiveSmallIntegerField()),
                ("full_hours", models.PositiveSmallIntegerField()),
                ("pattern", models.CharField(default="1111100", max_length=7)),
                ("location", models.CharField(blank=True, default="", max_length=40)),
                (
                    "contract",
                    models.CharField(
                        choices=[
                            ("permanent", "Permanent"),
                            ("fixed-term", "Fixed term"),
                            ("casual", "Casual"),
                            ("apprentice", "Apprentice"),
                            ("service", "Service engagement"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "is_hourly",
                    models.BooleanField(
                        default=False, help_text="Paid for hours that are entered, not for the period."
                    ),
                ),
                ("cost_centre_id", models.BigIntegerField()),
                ("programme_id", models.BigIntegerField()),
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
            name="BankAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("employment_id", models.BigIntegerField()),
                ("holder_name", models.CharField(max_length=140)),
                ("sort_code", models.CharField(max_length=6)),
                ("account_number", models.CharField(max_length=8)),
                ("roll_number", models.CharField(blank=True, default="", max_length=18)),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        db_comment="null while it is only proposed", null=True
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["body", "employment_id"], name="people_bankaccount_of"),
                    models.Index(fields=["body", "sort_code", "account_number"], name="people_bankaccount_same"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="employment",
            index=models.Index(fields=["body", "scheme", "frequency", "person_id"], name="people_employment_payroll"),
        ),
        migrations.AddIndex(
            model_name="employment",
            index=models.Index(fields=["person_id"], name="people_employment_person"),
        ),
        migrations.AddConstraint(
            model_name="employment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"),
                name="people_employment_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="employment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("body", "number"),
                name="people_employment_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("body", "employment"),
                name="people_bankchange_pending",
            ),
        ),
        migrations.AddConstraint(
            model_name="nationalinsurance",
            constraint=models.UniqueConstraint(fields=("body", "person_id"), name="people_nationalinsurance_once"),
        ),
        migrations.AddIndex(
            model_name="nationalinsurance",
            index=models.Index(fields=["nino"], name="people_nino_of"),
        ),
        migrations.AddIndex(
            model_name="terms",
            index=models.Index(fields=["body", "employment_id"], name="people_terms_of"),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("superseded_at", None)),
                expressions=[("body", "="), ("employment_id", "="), ("valid", "&&")],
                name="people_terms_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.CheckConstraint(
                condition=models.Q(("annual_pence__isnull", True), ("point__isnull", True), _connector="XOR"),
                name="people_terms_one_pay",
            ),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.CheckConstraint(condition=models.Q(("full_hours__gt", 0)), name="people_terms_hours"),
        ),
        DeclareTable(
            "people_employment",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            process="employment",
            **STAFF,
        ),
        DeclareTable(
            "people_terms",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            references=[
                Reference("employment_id", "people_employment"),
                Reference("post_id", "posts_post"),
                Reference("grade_id", "posts_grade"),
                Reference("cost_centre_id", "tenancy_costcentre"),
                Reference("programme_id", "ledger_programme"),
            ],
            **STAFF,
        ),
        # A copy of an account number in the trail would be one more to guard: the rows themselves are the history.
        DeclareTable(
            "people_bankaccount",
            "tenant",
            retention="until the last payment to it is 6 years old",
            reads=False,
            audited="",
            checked_set_wise=["employment_id"],
            **STAFF,
        ),
        DeclareTable(
            "people_nationalinsurance",
            "tenant",
            controller="the body",
            basis="legal obligation: Income Tax (PAYE) Regulations 2003",
            retention=KEPT,
            reads=False,
            audited="",
        ),
        DeclareTable(
            "people_bankchange",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            process="employee-bank",
            references=[Reference("employment_id", "people_employment")],
            checked_set_wise=["account_id"],
            **STAFF,
        ),
        DeclareTable("people_notice", "tenant", retention="1 year", writes="insert", audited="", **STAFF),
        DeclareTable(
            "people_reading",
            "tenant",
            controller="the body",
            basis="legal obligation: accountability (UK GDPR article 5)",
            retention="6 years",
            audited="",
        ),
        Mechanism(
            "hanaper.hr.people",
            "guarded",
            undo="""
            DROP TRIGGER takes_effect ON people_bankchange;
            DROP FUNCTION hanaper.log_reading, hanaper.pay_accounts, hanaper.pay_account_facts, hanaper.pay_accounts_among,
                hanaper.pay_accounts_put, hanaper.employee_bank_takes_effect, hanaper.identity_put, hanaper.identity_facts,
                hanaper.employments_of_nino, hanaper.people_match, hanaper.proposed_account_shared, hanaper.require_duty,
                hanaper.acts_for;""",
        ),
        DeclareProcess(
            "employment",
            1,
            [("leave", "employed", "left"), ("reinstate", "left", "employed"), ("start", "", "employed")],
        ),
        DeclareProcess(
            "employee-bank",
            1,
            [
                ("approve", "proposed", "approved"),
                ("propose", "", "proposed"),
                ("refuse", "proposed", "refused"),
                ("withdraw", "proposed", "withdrawn"),
            ],
        ),
    ]
