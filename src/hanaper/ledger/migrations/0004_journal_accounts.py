"""A read view of what journals did to accounts."""

from django.db import migrations

from hanaper.foundation.database.operations import Mechanism


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_bulk_payments")]

    operations = [Mechanism("hanaper.ledger", "journal_accounts", undo="DROP VIEW ledger_journal_account;")]
