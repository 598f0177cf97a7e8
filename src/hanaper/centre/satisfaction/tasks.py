"""The jobs of satisfaction."""

from __future__ import annotations

from hanaper.foundation.jobs.api import periodic


@periodic("satisfaction.ask", "41 5 * * *")
def satisfaction_ask() -> None:
    ask_everywhere()


def ask_everywhere() -> int:
    """Forget what is over, then ask in every body, each in an act of its own. Returns how many were asked."""
    from hanaper.centre.satisfaction.services import questions_ask, questions_forget
    from hanaper.foundation.acts.api import Automation, act
    from hanaper.foundation.tenancy.api import Body

    rule, asked = Automation("satisfaction.ask"), 0
    with act(rule, None, None) as opened:
        bodies = [body for body in Body.objects.order_by("pk") if body.ended_on is None or opened.today < body.ended_on]
        questions_forget()
    for body in bodies:
        with act(rule, None, body):
            asked += questions_ask()
    return asked
