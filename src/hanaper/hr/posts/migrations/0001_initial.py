import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable, Reference

STAFF = {"controller": "the body", "basis": "public task and employment contract"}
KEPT = "7 years after its last use"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0002_payments"),
        ("tenancy", "0003_reserved_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Grade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("civil-service", "Civil Service"),
                            ("armed-forces", "Armed forces"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("code", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=80)),
                ("place", models.PositiveSmallIntegerField(db_comment="order within the family, the lowest first")),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["family", "place"],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24)),
                ("title", models.CharField(max_length=120)),
                ("fte_hundredths", models.PositiveSmallIntegerField(default=100)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
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
                    "grade",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="posts.grade",
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
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ScalePoint",
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
                ("point", models.PositiveSmallIntegerField()),
                ("annual_pence", models.BigIntegerField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
                (
                    "grade",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="posts.grade",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="grade",
            constraint=models.UniqueConstraint(fields=("body", "code"), name="posts_grade_code"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(fields=("body", "number"), name="posts_post_number"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("fte_hundredths__range", (1, 100))), name="posts_post_fte"
            ),
        ),
        migrations.AddConstraint(
            model_name="scalepoint",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("superseded_at", None)),
                expressions=[("body", "="), ("grade", "="), ("point", "="), ("valid", "&&")],
                name="posts_scalepoint_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="scalepoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("annual_pence__gt", 0)), name="posts_scalepoint_amount"
            ),
        ),
        DeclareTable("posts_grade", "tenant", retention=KEPT, writes="insert, update", **STAFF),
        DeclareTable(
            "posts_scalepoint",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            references=[Reference("grade_id", "posts_grade")],
            **STAFF,
        ),
        DeclareTable(
            "posts_post",
            "tenant",
            retention=KEPT,
            writes="insert, update",
            references=[
                Reference("grade_id", "posts_grade"),
                Reference("cost_centre_id", "tenancy_costcentre"),
                Reference("programme_id", "ledger_programme"),
            ],
            **STAFF,
        ),
    ]
