"""Taking an item on the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hanaper.foundation.acts.api import Actor
from tests.world import World

SignIn = Callable[[Actor], Client]


def test_an_item_is_taken_and_released_and_your_work_says_by_whom(world: World, sign_in: SignIn) -> None:
    journal = world.enter(world.alpha)
    approver, address = sign_in(world.approver), f"/alpha/work/manual-journal/approve/{journal.pk}"
    taken: Any = approver.post(f"{address}/take/", follow=True)
    assert taken.redirect_chain == [(f"/alpha/journals/{journal.pk}/", 303)]
    assert "Taken by Approver since" in taken.content.decode()
    assert "Taken by Approver" in approver.get("/alpha/work/").content.decode()
    released: Any = approver.post(f"{address}/release/", follow=True)
    assert "Taken by" not in released.content.decode()


@pytest.mark.promise("P15")
def test_only_who_holds_the_steps_duty_takes_it(world: World, sign_in: SignIn) -> None:
    journal = world.enter(world.alpha)
    address = f"/alpha/work/manual-journal/approve/{journal.pk}/take/"
    assert sign_in(world.opener).post(address).status_code == 403
    approver = sign_in(world.approver)
    assert approver.get(address).status_code == 405
    assert approver.post(f"/alpha/work/manual-journal/approve/{journal.pk + 999}/take/").status_code == 404
    assert approver.post(f"/alpha/work/manual-journal/post/{journal.pk}/take/").status_code == 404
    assert approver.post(f"/alpha/work/dragons/approve/{journal.pk}/take/").status_code == 404
