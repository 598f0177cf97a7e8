WORDING = {
    "duties.unknown-duty": "There is no duty {found!r}. A module declares its duties in policies.py: use one of those.",
    "duties.missing": "This needs the duty {duty!r}, which you do not hold here today. Ask whoever grants roles for this body.",
    "duties.conflict": (
        "The duties {duty!r} and {other!r} exclude each other (rule {rule}: {risk}). One person may not hold both where "
        "their bodies overlap. End one of them first, or give the duty to someone else."
    ),
    "duties.grant-not-by-self": (
        "A role is given by one person, approved by a second, and neither may be the one who receives it (rule S27). "
        "Name two others."
    ),
}
