"""Wording, opening times, work groups, navigation: the small registries and what they answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps

from hanaper.foundation.interface import navigation, opening, timeline, wording
from hanaper.foundation.interface.errors import NothingTicked
from hanaper.foundation.interface.inbox import grouped
from hanaper.foundation.interface.tests.samples import work_items
from hanaper.kernel.errors import HanaperError, Invalid, NotThere, Refused

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class OverTheLimit(Refused):
    code = "test.over-the-limit"


class SecretThing(NotThere):
    code = "test.secret-not-there"


def test_a_refusal_reads_with_money_and_dates_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    templates = {"test.over-the-limit": "{amount_pence} is over {limit_pence}, set on {since}. Ask {who}."}
    monkeypatch.setattr(wording, "_TEMPLATES", {**wording._TEMPLATES, **templates})
    error = OverTheLimit(amount_pence=123456, limit_pence=1000, since=date(2026, 4, 1), who=["Ada", "Ben"])
    said = wording.explain(error)
    assert said.text == "£1,234.56 is over £10.00, set on 1 April 2026. Ask Ada, Ben."
    assert (said.code, said.status) == ("test.over-the-limit", 409)


def test_whatever_is_not_there_reads_the_same() -> None:
    assert wording.explain(SecretThing(id=5)) == wording.explain(NotThere())


def test_a_code_without_words_is_shown_as_a_code() -> None:
    assert "test.over-the-limit" in wording.explain(OverTheLimit()).text


def test_a_template_may_name_what_the_error_did_not_carry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "_TEMPLATES", {"test.over-the-limit": "Found {found}."})
    assert wording.explain(OverTheLimit()).text == "Found (not known)."


def test_a_code_means_one_thing() -> None:
    with pytest.raises(ValueError, match="has two wordings"):
        wording.register({NothingTicked.code: "Something else."})


def _all(kind: type[HanaperError]) -> set[type[HanaperError]]:
    return {kind}.union(*(_all(sub) for sub in kind.__subclasses__()))


def test_every_refusal_of_an_installed_module_has_its_words() -> None:
    installed = tuple(config.name for config in apps.get_app_configs())
    ours = [
        e for e in _all(Invalid) | _all(Refused) if e.__module__.startswith(installed) and ".tests" not in e.__module__
    ]
    assert NothingTicked in ours
    missing = wording.without_wording(ours)
    assert not missing, " ".join(missing)


def test_an_opening_time_comes_back_as_it_was_given() -> None:
    token = opening.token("invoice:8", NOW)
    assert opening.opened_at(token, "invoice:8", NOW + timedelta(minutes=4)) == NOW


@pytest.mark.parametrize("spoilt", ["", "nonsense", "a:b:c", None])
def test_an_opening_time_that_cannot_be_believed_says_nothing(spoilt: str | None) -> None:
    assert opening.opened_at(spoilt, "invoice:8", NOW) is None


def test_an_opening_time_is_of_one_item_and_of_today() -> None:
    token = opening.token("invoice:8", NOW)
    assert opening.opened_at(token, "invoice:9", NOW) is None
    assert opening.opened_at(token + "x", "invoice:8", NOW) is None
    assert opening.opened_at(token, "invoice:8", NOW + timedelta(days=1)) is None
    assert opening.opened_at(token, "invoice:8", NOW - timedelta(minutes=1)) is None


def test_work_is_grouped_by_urgency_and_the_longest_waiting_comes_first() -> None:
    groups = grouped(work_items(12), today=date(2026, 11, 23), next_working_day=date(2026, 11, 24))
    assert [group.urgency for group in groups] == ["overdue", "due soon", "not due yet"]
    dues = [item.due for item in groups[-1].items]
    assert dues == sorted(dues, key=lambda due: due or date.max)
    assert sum(len(group.items) for group in groups) == 12


def test_sections_are_shown_to_those_who_hold_one_of_their_duties(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_SECTIONS", {})
    navigation.register(navigation.NavigationSection("Journals", "journals/", frozenset({"journal.read"}), order=2))
    navigation.register(navigation.NavigationSection("Everyone", "all-of-us/", order=1))
    assert [s.label for s in navigation.sections({"journal.read"})] == ["Everyone", "Journals"]
    assert [s.label for s in navigation.sections(set())] == ["Everyone"]
    assert navigation.sections()[1].url("dfx") == "/dfx/journals/"


def test_a_step_without_a_sentence_is_still_readable() -> None:
    assert timeline.sentence("manual-journal.send-back-twice") == "Send back twice"
