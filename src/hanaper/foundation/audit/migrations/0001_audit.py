from django.db import migrations

from hanaper.foundation.database.operations import DeclareTable, Mechanism

PACKAGE = "hanaper.foundation.audit"
APPEND_ONLY = {"controller": "the body", "basis": "legal obligation: accounts and audit", "audited": ""}


class Migration(migrations.Migration):
    initial = True
    dependencies = [("database", "0001_scope")]
    operations = [
        Mechanism(
            PACKAGE,
            "audit",
            undo="""
            DELETE FROM hanaper.yearly_table WHERE name IN ('audit_entry', 'audit_detail');
            DROP TABLE audit_detail, audit_entry;
            DROP FUNCTION hanaper.refuse_change, hanaper.audit_delete, hanaper.audit_update, hanaper.audit_insert,
                hanaper.pick, hanaper.audit_write, hanaper.audit_digest, hanaper.unaudited_columns;
        """,
        ),
        Mechanism(
            PACKAGE,
            "sealing",
            undo="""
            DROP FUNCTION hanaper.heads, hanaper.links_at, hanaper.chain_length, hanaper.verify_details, hanaper.dispose_details, hanaper.audit_digests, hanaper.verify,
                hanaper.bodies_unsealed, hanaper.seal, hanaper.is_ready,
                hanaper.mark, hanaper.server;
            DROP AGGREGATE hanaper.chain (bytea, bytea);
            DROP FUNCTION hanaper.chain_step, hanaper.link_content, hanaper.genesis;
            DROP TABLE audit_seal, audit_stream, audit_head;
        """,
        ),
        DeclareTable("audit_entry", "tenant", retention="7 years after the accounts", partitioned=True, **APPEND_ONLY),
        DeclareTable("audit_detail", "tenant", retention="as the row it is about", partitioned=True, **APPEND_ONLY),
        DeclareTable("audit_seal", "tenant", retention="as long as the body", partitioned=True, **APPEND_ONLY),
        DeclareTable("audit_head", "tenant", retention="as long as the body", partitioned=True, **APPEND_ONLY),
        DeclareTable("audit_stream", "reference", retention="as long as the platform", **APPEND_ONLY),
    ]
