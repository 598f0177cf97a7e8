"""The month's questions: people of the bodies are asked on its last evening, and some of them answer on the next day.

Who answers, and what, only the seed decides; the product must count the same without knowing who it was.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hanaper import parameters
from hanaper.centre.satisfaction.api import Answers, question_answer, questions_ask, questions_open, satisfaction
from hanaper.demo.cast import Member
from hanaper.demo.chance import Chance
from hanaper.demo.checks import Check
from hanaper.foundation.acts.api import Automation, act, reading
from hanaper.kernel.dates import start_of_day

if TYPE_CHECKING:
    from hanaper.demo.doing import Month

ASKER, READER = Automation("satisfaction.ask"), Automation("demo.reading")
ANSWERS = 0.6
"""Share of those asked who answer."""
SCORES = (10, 10, 9, 9, 9, 9, 8, 8, 8, 7, 7, 6, 5, 3)
SAID = {10: "Paid before I had to ask", 8: "Quick enough", 5: "I had to ask twice", 3: "Nobody told me why it was held"}


def ask_and_answer(month: Month) -> None:
    """Ask in every body, and let people answer, each in an act of their own. What is done stays done."""
    evening = start_of_day(month.plan.days.period.end) - timedelta(hours=5)
    for code, body in month.world.bodies.items():
        key = f"questions {code}"
        if key not in month.kept:
            with act(ASKER, None, body, at=evening):
                made = {"asked": questions_ask()}
                month.kept.note(key, made)
            month.kept.settle(key, made)
    for member in _asked_members(month):
        _answer(month, member, at=evening + timedelta(hours=16))


def _asked_members(month: Month) -> list[Member]:
    return [each for each in month.plan.members.values() if each.body]


def _answer(month: Month, member: Member, *, at: Any) -> None:
    key = f"answer {member.ref}"
    if key in month.kept or member.body is None:
        return
    actor, body = month.world.actors[member.ref], month.world.bodies[member.body]
    with reading(actor, "satisfaction.answer", [body], at=at):
        found = questions_open()
    score = _score(month, member)
    answered = score if found else None
    with act(actor, "satisfaction.answer", body, at=at):
        if answered is not None:
            question_answer(question_id=found[0].id, score=answered, said=SAID.get(answered, ""))
        service = found[0].surveyed.process_code if found else None
        made = {"service": service, "answered": answered is not None}
        month.kept.note(key, made)
    month.kept.settle(key, made)


def _score(month: Month, member: Member) -> int | None:
    """What they answer when they are asked; None where they do not."""
    chance = Chance(month.plan.seed, "satisfaction", member.ref)
    return chance.of(SCORES) if chance.happens(ANSWERS) else None


def satisfaction_by_hand(month: Month) -> Check:
    """Each service's score of the cluster is the one that the seed's answers give, counted here from the plan."""
    period = month.plan.days.period
    least = parameters.get("hanaper/measures/suppression/cell_min", on=period.last).whole_number
    asked, groups = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for member in _asked_members(month):
        made = month.kept.made(f"answer {member.ref}")
        if made["service"] is None:
            continue
        asked[made["service"]] += 1
        score = _score(month, member)
        if made["answered"] and score is not None:
            group = "promoters" if score >= 9 else "passives" if score >= 7 else "detractors"
            groups[made["service"]][group] += 1
    expected = {
        service: Answers(asked[service], counts["promoters"], counts["passives"], counts["detractors"])
        for service, counts in groups.items()
        if counts.total() >= least
    }
    with reading(READER, "satisfaction.read", at=start_of_day(period.end) + timedelta(days=40)):
        scores = [each for each in satisfaction(month=period) if each.cluster and each.body is None]
    found = {each.told.surveyed.process_code: each.answers for each in scores if each.answers}
    put = sum(month.kept.made(f"questions {code}")["asked"] for code in month.world.bodies)
    rows = [each.as_data() for each in scores]
    said = "; ".join(f"{code} {each.score} of {each.answered} in {each.asked}" for code, each in sorted(found.items()))
    wanted = "; ".join(
        f"{code} {each.score} of {each.answered} in {each.asked}" for code, each in sorted(expected.items())
    )
    passed = found == expected and sum(asked.values()) == put > 0
    return Check("satisfaction counts again from the answers", passed, said or "too few", wanted or "too few", rows)
