"""A digest stands for content, not for the way it happened to be written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanaper.kernel.digest import canonical, digest
from hanaper.kernel.errors import NotDigestible
from hanaper.kernel.money import Money

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abcdef", max_size=4), values, max_size=6))
def test_the_order_of_keys_changes_nothing(content: dict[str, object]) -> None:
    backwards = dict(reversed(list(content.items())))
    assert digest(backwards) == digest(content)
    assert len(digest(content)) == 32


@given(values, values)
def test_different_contents_have_different_digests(one: object, other: object) -> None:
    assert (canonical(one) == canonical(other)) == (digest(one) == digest(other))


def test_the_same_decimal_and_the_same_instant_have_one_writing() -> None:
    assert canonical([Decimal("1.0"), Decimal("1.00"), Decimal("1E+2"), Decimal("-0.0")]) == '["1","1","100","0"]'
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    in_london = noon.astimezone(timezone(timedelta(hours=1)))
    assert canonical(noon) == canonical(in_london) == '"2026-07-01T12:00:00.000000+00:00"'


def test_a_dataclass_is_its_fields() -> None:
    @dataclass(frozen=True)
    class Line:
        amount: Money
        due: date

    assert canonical(Line(Money(100), date(2026, 4, 30))) == (
        '{"amount":{"currency":"GBP","minor":100},"due":"2026-04-30"}'
    )


@pytest.mark.parametrize(
    "value",
    [1.5, datetime(2026, 7, 1), {1: "a"}, {1, 2}, object(), Decimal("NaN"), "\ud800", Money],
    ids=["float", "naive", "number as key", "set", "object", "not a number", "half a character", "a class"],
)
def test_a_value_without_one_writing_is_refused(value: object) -> None:
    with pytest.raises(NotDigestible):
        digest(value)


def test_the_refusal_says_where_the_value_stands() -> None:
    with pytest.raises(NotDigestible) as refusal:
        digest({"lines": [{"amount": 1.5}]})
    assert refusal.value.values == {"found": "float", "where": "the top, lines, item 0, amount"}
