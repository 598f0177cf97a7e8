import django.contrib.postgres.fields
from django.db import migrations, models

KEY = {"blank": True, "editable": False, "primary_key": True, "serialize": False}


class Migration(migrations.Migration):
    """What Django knows of tables that SQL made: nothing changes in the database."""

    dependencies = [("audit", "0001_audit")]
    operations = [
        migrations.CreateModel(
            name="AuditDetail",
            fields=[
                ("pk", models.CompositePrimaryKey("body_id", "fiscal_year", "entry_id", **KEY)),
                ("body_id", models.BigIntegerField()),
                ("fiscal_year", models.SmallIntegerField()),
                ("entry_id", models.BigIntegerField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
            ],
            options={"db_table": "audit_detail", "managed": False},
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("pk", models.CompositePrimaryKey("body_id", "fiscal_year", "id", **KEY)),
                ("body_id", models.BigIntegerField()),
                ("fiscal_year", models.SmallIntegerField()),
                ("id", models.BigIntegerField()),
                ("table_name", models.TextField()),
                ("row_id", models.BigIntegerField()),
                ("operation", models.TextField()),
                ("columns", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("digest", models.BinaryField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("automation", models.TextField(null=True)),
                ("on_behalf_of_id", models.BigIntegerField(null=True)),
                ("duty", models.TextField(null=True)),
                ("run", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={"db_table": "audit_entry", "managed": False},
        ),
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("body_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("position", models.BigIntegerField()),
                ("link", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
            ],
            options={"db_table": "audit_head", "managed": False},
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("pk", models.CompositePrimaryKey("body_id", "position", **KEY)),
                ("body_id", models.BigIntegerField()),
                ("position", models.BigIntegerField()),
                ("stream", models.SmallIntegerField()),
                ("fiscal_year", models.SmallIntegerField()),
                ("row_id", models.BigIntegerField()),
                ("number", models.BigIntegerField(null=True)),
                ("link", models.BinaryField()),
            ],
            options={"db_table": "audit_seal", "managed": False},
        ),
    ]
