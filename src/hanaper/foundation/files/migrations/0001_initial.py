import django.db.models.deletion
from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable


class Migration(migrations.Migration):
    initial = True
    dependencies = [("audit", "0001_audit"), ("tenancy", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.BinaryField(max_length=32)),
                ("media_type", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("size_bytes", models.PositiveIntegerField(db_comment="bytes")),
                ("content", models.BinaryField()),
                ("stored_at", models.DateTimeField(db_comment="when the act that stored it happened")),
                ("person_id", models.BigIntegerField(db_comment="who stored it; null: a rule", null=True)),
                ("run", models.UUIDField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.body"),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["body", "sha256"], name="files_sha256")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("size_bytes__range", (1, 10485760))), name="files_size")
                ],
            },
        ),
        # Not audited: the row says who, when and in which run, its bytes would stand in the trail twice, and it never
        # changes.
        DeclareTable(
            "files_storedfile",
            "tenant",
            controller="the body",
            basis="legal obligation: accounts and audit",
            retention="as the document it belongs to",
            writes="insert",
            audited="",
        ),
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON files_storedfile"
            " FOR EACH STATEMENT EXECUTE FUNCTION hanaper.refuse_change();"
            "ALTER TABLE files_storedfile ALTER COLUMN content SET STORAGE EXTERNAL;",
            "DROP TRIGGER append_only ON files_storedfile",
        ),
    ]
