from django.db import migrations

from hanaper.foundation.database.operations import Mechanism


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("files", "0001_initial"), ("audit", "0001_audit")]

    operations = [
        Mechanism(
            "hanaper.hr.people",
            "own",
            undo="""
            DROP POLICY own ON people_employment;
            DROP POLICY own ON people_terms;
            DROP POLICY own ON people_bankchange;
            DROP POLICY own ON people_notice;
            DROP POLICY own ON files_storedfile;
            DROP POLICY own ON audit_detail;
            DROP FUNCTION hanaper.own_only;""",
        ),
    ]
