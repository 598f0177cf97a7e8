"""The words of refusals: each can be said, whatever its values are."""

from __future__ import annotations

import string

import pytest

from hanaper.foundation.interface import wording


@pytest.mark.parametrize("code", sorted(wording._TEMPLATES))
def test_words_name_their_values_and_leave_their_form_to_the_kit(code: str) -> None:
    """A value is text when it reaches the words: a format of its own would fail in the place of the refusal."""
    formats = [spec for _, _, spec, _ in string.Formatter().parse(wording._TEMPLATES[code]) if spec]
    assert formats == []
    assert wording.explain_code(code)
