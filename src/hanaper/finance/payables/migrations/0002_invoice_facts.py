"""The read view of invoices that measures join."""

from django.db import migrations

from hanaper.foundation.database.operations import Mechanism


class Migration(migrations.Migration):
    dependencies = [("payables", "0001_initial")]

    operations = [Mechanism("hanaper.finance.payables", "facts", undo="DROP VIEW payables_invoice_facts;")]
