from django.db import migrations

from hanaper.foundation.database.operations import DeclareTable

MACHINE = {
    "controller": "the shared service centre",
    "basis": "public task: running the platform",
    "audited": "",
    "writes": "insert, update, delete",
}


class Migration(migrations.Migration):
    """procrastinate's tables are its own; here they get their kind and the application's grants."""

    initial = True
    dependencies = [("database", "0001_scope"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [
        DeclareTable("procrastinate_jobs", "platform", retention="1 day done, 90 days failed", **MACHINE),
        DeclareTable("procrastinate_events", "platform", retention="as the job", **MACHINE),
        DeclareTable("procrastinate_periodic_defers", "platform", retention="until the next one", **MACHINE),
        DeclareTable("procrastinate_workers", "platform", retention="1 day", **MACHINE),
        migrations.RunSQL(
            "GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq,"
            " procrastinate_periodic_defers_id_seq TO hanaper_app",
            "REVOKE USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq,"
            " procrastinate_periodic_defers_id_seq FROM hanaper_app",
        ),
    ]
