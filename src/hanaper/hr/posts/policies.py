"""Who may do what with posts and pay scales."""

from hanaper.foundation.duties.api import CENTRE, Duty

DUTIES = (
    Duty("post.read", "See posts, grades and pay scales"),
    Duty("post.maintain", "Set up grades and posts", CENTRE),
    Duty("pay-rules.maintain", "Set what the points of a pay scale are paid, and apply pay awards", CENTRE),
)
