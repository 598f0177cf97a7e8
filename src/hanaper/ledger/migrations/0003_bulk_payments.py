from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_payments"),
    ]

    operations = [
        migrations.AddField(
            model_name="paymentinstruction",
            name="payee_count",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="paymentinstruction",
            name="payee_site_id",
            field=models.BigIntegerField(
                db_comment="supplier site; its account is looked up when a run is built. Null: a bulk instruction",
                null=True,
            ),
        ),
    ]
