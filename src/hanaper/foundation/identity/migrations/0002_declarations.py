from django.db import migrations

from hanaper.foundation.database.operations import DeclareTable, Mechanism

WORKS_FOR_BODY = "public task: Government Resources and Accounts Act 2000; employment contract"
SIGN_IN = "legitimate interest: keeping sign-in safe"

PERSON = {"controller": "the body that employs the person", "basis": WORKS_FOR_BODY}
PLATFORM = {"controller": "the shared service centre", "basis": SIGN_IN}

#: Tables that Django and allauth make. We store no e-mail address in allauth's: both of its tables stay empty.
THIRD_PARTY = {
    "django_content_type": ("", "as long as the platform"),
    "auth_permission": ("", "as long as the platform"),
    "auth_group": ("", "as long as the platform"),
    "auth_group_permissions": ("", "as long as the platform"),
    "django_session": ("insert, update, delete", "12 hours after sign-in"),
    "account_emailaddress": ("", "never filled"),
    "account_emailconfirmation": ("", "never filled"),
    "mfa_authenticator": ("insert, update, delete", "until replaced, reset or the person is disposed of"),
}


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0001_initial"),
        ("audit", "0001_audit"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("sessions", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        Mechanism("hanaper.foundation.identity", "witness", undo="""
            DROP TABLE identity_recent;
            DROP FUNCTION hanaper.demo_people;
            DROP FUNCTION hanaper.witness_account CASCADE;
            DROP FUNCTION hanaper.refuse_other_person CASCADE;
        """),
        DeclareTable(
            "identity_person", "person", retention="as long as any record names the id", writes="insert, update",
            audited="insert, update", **PERSON,
        ),
        # A copy of a key in the trail would undo its removal.
        DeclareTable(
            "identity_personkey", "person", retention="until the person is disposed of", audited="",
            writes="insert, update, delete", **PERSON,
        ),
        DeclareTable(
            "identity_persondetail", "person", retention="until the person is disposed of",
            writes="insert, update, delete", **PERSON,
        ),
        # Updates are witnessed by `hanaper.witness_account`: audited inside an act, few allowed outside one.
        DeclareTable(
            "identity_account", "platform", retention="as the person's records", writes="insert, update",
            audited="insert", **PLATFORM,
        ),
        DeclareTable(
            "identity_accountevent", "platform", retention="2 years", writes="insert", audited="", **PLATFORM,
        ),
        DeclareTable(
            "identity_demopersona", "platform", retention="as the demonstration", writes="insert, update, delete",
            audited="", **PLATFORM,
        ),
        DeclareTable(
            "identity_recent", "platform", retention="10 minutes", writes="insert, update, delete", audited="",
            **PLATFORM,
        ),
        *(
            DeclareTable(table, "platform", retention=retention, writes=writes, audited="", **PLATFORM)
            for table, (writes, retention) in THIRD_PARTY.items()
        ),
    ]  # fmt: skip
