"""Every refusal of the kernel has words, and the words use what the refusal carries."""

from __future__ import annotations

import string

from hanaper.kernel import errors
from hanaper.kernel.wording import WORDING


def test_every_code_of_the_kernel_has_words_and_every_wording_a_code() -> None:
    families = {errors.HanaperError, errors.Invalid, errors.Refused, errors.NotThere}
    found = {
        item.code
        for item in vars(errors).values()
        if isinstance(item, type) and issubclass(item, errors.HanaperError) and item not in families
    }
    assert found == set(WORDING)


def test_wording_is_a_template_that_can_be_filled() -> None:
    for words in WORDING.values():
        names = {name for _, name, _, _ in string.Formatter().parse(words) if name}
        assert words.format(**dict.fromkeys(names, "x"))
