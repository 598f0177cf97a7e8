from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("tenancy", "0003_reserved_codes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="storedfile",
            name="files_size",
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("size_bytes__range", (1, 419430400))), name="files_size"
            ),
        ),
    ]
