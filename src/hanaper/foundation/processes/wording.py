WORDING = {
    "processes.move-not-declared": "The standard process does not allow this move ({detail}). Take one of the steps that the page shows.",
    "processes.document-deleted": "Documents are never deleted ({detail}). Cancel it by a step of its process.",
    "processes.effort-too-young": "Effort is kept for 13 months ({detail}). Choose an earlier month.",
    "processes.wrong-duty": "This act was opened for the duty {found!r}, but the step {step!r} needs {expected!r}.",
    "processes.step-refused": "The step {step!r} was refused: {reason}.",
    "processes.wrong-state": "This is {found} now; the step begins at {expected}. Someone may have moved it on: open it again.",
    "processes.own-work": "You took the step {taken!r} on this or a linked document, so someone else must take this one. Maker is never checker.",
    "processes.over-limit": (
        "The amount is {amount_pence} and your limit here is {limit_pence}. Someone with a higher limit must approve it."
    ),
    "processes.content-changed": "The content has changed since it was approved. It must be approved again before it goes on.",
    "processes.automation-failed": (
        "A rule of {process} failed on {count} documents of body {body_id} ({documents}) and left them where they were; "
        "the others went on. The log says why. Put it right, then run `hanaper jobs retry`."
    ),
    "processes.taken": (
        "A colleague has taken this since {since}. Choose another item, or release this one first if they have left it."
    ),
}
