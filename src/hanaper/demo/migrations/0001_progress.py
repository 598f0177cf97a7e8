from django.db import migrations, models

from hanaper.foundation.database.operations import DeclareTable


class Migration(migrations.Migration):
    initial = True
    dependencies = [("database", "0001_scope")]
    operations = [
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("made", models.JSONField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"ordering": ["recorded_at", "key"]},
        ),
        DeclareTable(
            "demo_progress",
            "platform",
            controller="whoever runs the demonstration",
            basis="no personal data: made-up people only",
            retention="as long as the demonstration's database",
            writes="insert",
            audited="",
        ),
    ]
