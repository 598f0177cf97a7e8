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
    "duties.may-not-grant": (
        "{who} does not hold the duty {duty!r} for {where} today, so cannot give or agree to a role there. Name somebody "
        "who does: `hanaper duties list` says who."
    ),
    "duties.administrators-there": (
        "Somebody holds {duty!r} already, so the first access administrators are not named again. Let two of those who "
        "hold it give the role: `hanaper duties grant`."
    ),
    "duties.two-administrators": (
        "One person was named twice. A role is given by one person and approved by another: name two different people."
    ),
    "duties.role-narrowed": (
        "The role {role} stands with {missing}, which the list no longer has. People may hold it, so a role only grows: "
        "make a role of another code, and end the grants of this one."
    ),
}
