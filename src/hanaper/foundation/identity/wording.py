"""The English of identity: what its refusals say, and the words for a person whose details are gone."""

from __future__ import annotations

NAME_DISPOSED = "Name disposed"

WORDING = {
    "identity.person-disposed": (
        "The details of person {person_id} were disposed of. Nothing about them can be read or written any more; the "
        "records that name their number stay as they are."
    ),
    "identity.wrong-field": (
        "‘{field}’ is not a name for a detail. Use lower-case words joined by hyphens, such as ‘name’ or "
        "‘leaving-reason’."
    ),
    "identity.name-missing": "No name was given. Enter the name the person is known by at work.",
    "identity.username-taken": "The sign-in name ‘{username}’ is in use. Choose another.",
    "identity.wrong-username": (
        "‘{username}’ is not a sign-in name. Use 3 to 64 letters, digits, dots, hyphens or underscores."
    ),
    "identity.weak-password": "This password was refused. {reasons}",
    "identity.seal-broken": (
        "What is stored for {context} does not open with its key. It was changed outside Hanaper, or restored beside "
        "another key. Tell the operator; nothing was changed."
    ),
    "identity.master-key-unknown": (
        "The master key {fingerprint} is needed and is not among those in HANAPER_PERSON_KEY. Add the old key after "
        "the new one, separated by a comma, and start again."
    ),
    "identity.wrong-master-key": (
        "HANAPER_PERSON_KEY holds {found}. Each key is 32 random bytes in URL-safe base64, the newest first, separated "
        "by commas. Make one with: python3 -c 'import base64, secrets; "
        "print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'"
    ),
    "identity.resets-by-one-person": (
        "You have reset the {before} of {username}, and its owner has not set a new one since. Whoever resets both could "
        "sign in as they. Ask another person to reset the {now}, or wait until the owner has signed in."
    ),
    "identity.not-synthetic": "Only a made-up person can be signed in from the demonstration page.",
}
