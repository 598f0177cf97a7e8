"""Two bodies, people in each duty, and browsers in which they have signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

# This file is read before Django is set up, so what has models is imported where it is used.


@pytest.fixture
def world(committed_db: Any) -> Any:
    """A world whose acts commit, as those of the site do."""
    from tests.world import build_world

    return build_world()


@pytest.fixture
def sign_in(world: Any) -> Callable[[Any], Any]:
    """A browser in which this actor has signed in."""
    from hanaper.foundation.identity.models import Person
    from hanaper.foundation.identity.tests import people

    def make(actor: Any) -> Any:
        with people.test_act():
            account = people.account(Person.objects.get(pk=actor.person_id))
        return people.signed_in_client(account)

    return make
