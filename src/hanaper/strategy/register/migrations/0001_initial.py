import django.db.models.deletion
from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable, Mechanism, Reference
from hanaper.foundation.processes.operations import DeclareProcess


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0003_reserved_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="EnteredClaim",
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
                            ("figure", "A figure"),
                            ("state", "How a side of a cluster stands"),
                            ("date", "A date of a cluster, planned or actual"),
                            ("live", "Whether a cluster is live"),
                            ("commitment", "What a departmental group says about joining"),
                        ],
                        max_length=10,
                    ),
                ),
                ("about", models.CharField(max_length=60)),
                ("what", models.CharField(blank=True, default="", max_length=300)),
                ("value", models.CharField(max_length=200)),
                ("unit", models.CharField(blank=True, default="", max_length=40)),
                ("bound", models.CharField(default="exactly", max_length=10)),
                (
                    "is_planned",
                    models.BooleanField(db_comment="of a date: planned, or happened; null for other kinds", null=True),
                ),
                (
                    "due",
                    models.CharField(
                        blank=True, db_comment="of a commitment: when it is decided", default="", max_length=10
                    ),
                ),
                ("as_of", models.CharField(db_comment="when it holds, as exact as the source", max_length=10)),
                ("prices", models.CharField(default="not stated by source", max_length=60)),
                ("discounting", models.CharField(default="not stated by source", max_length=60)),
                ("net", models.CharField(default="not stated by source", max_length=60)),
                ("source_title", models.CharField(max_length=300)),
                ("source_publisher", models.CharField(max_length=200)),
                ("source_published", models.CharField(max_length=10)),
                (
                    "source_at",
                    models.CharField(db_comment="where the source is: an address, or a place in words", max_length=500),
                ),
                ("source_seen", models.CharField(max_length=10)),
                ("source_via", models.CharField(blank=True, default="", max_length=300)),
                ("note", models.CharField(blank=True, default="", max_length=600)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="register.enteredclaim",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["body", "state"], name="register_enteredclaim_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["recorded", "stands"])),
                        fields=("body", "corrects"),
                        name="register_enteredclaim_corrected_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects", None), ("version", 1)),
                            models.Q(("corrects__isnull", False), ("version__gt", 1)),
                            _connector="OR",
                        ),
                        name="register_enteredclaim_version",
                    ),
                ],
            },
        ),
        DeclareTable(
            "register_enteredclaim",
            "tenant",
            controller="the body that recorded it",
            basis="public task: what sources say of shared services",
            retention="as long as the platform: public facts, without people",
            writes="insert, update",
            process="register-claim",
            references=[Reference("corrects_id", "register_enteredclaim")],
        ),
        DeclareProcess(
            "register-claim",
            1,
            [
                ("check", "recorded", "stands"),
                ("record", "", "recorded"),
                ("refuse", "recorded", "refused"),
                ("withdraw", "recorded", "withdrawn"),
            ],
        ),
        Mechanism(
            "hanaper.strategy.register",
            "claims",
            undo="""
            DROP FUNCTION hanaper.register_claims;
            DROP TRIGGER claim_unchanged ON register_enteredclaim;
            DROP FUNCTION hanaper.claim_unchanged, hanaper.claim_says;
        """,
        ),
    ]
