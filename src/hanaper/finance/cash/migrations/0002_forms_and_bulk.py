import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cash", "0001_initial"),
        ("files", "0001_initial"),
        ("suppliers", "0001_initial"),
        ("tenancy", "0003_reserved_codes"),
    ]

    operations = [
        migrations.AddField(
            model_name="paymentfile",
            name="form",
            field=models.CharField(
                choices=[("pain.001", "ISO 20022 pain.001.001.09"), ("bacs18", "Bacs Standard 18")],
                default="pain.001",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="paymentfile",
            name="message_id",
            field=models.CharField(max_length=35),
        ),
        migrations.AlterField(
            model_name="paymentfile",
            name="run",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="made_files",
                to="cash.paymentrun",
            ),
        ),
        migrations.AlterField(
            model_name="runpayment",
            name="bank_detail",
            field=models.ForeignKey(
                db_constraint=False,
                help_text="None for a bulk payment, whose payees have accounts of their own.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="suppliers.bankdetail",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentfile",
            constraint=models.UniqueConstraint(fields=("body", "run", "form"), name="cash_paymentfile_once"),
        ),
        migrations.AddConstraint(
            model_name="paymentfile",
            constraint=models.UniqueConstraint(fields=("message_id", "form"), name="cash_paymentfile_message"),
        ),
    ]
