"""What stands around every page: whose site it is, which body it speaks of, where else one can go.

The frame is worked out once a request by whoever serves it (`views`), so that templates ask nothing of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanaper.foundation.tenancy import api as tenancy

ALL = tenancy.ALL
"""The scope that stands for every body where the reader holds the page's duty."""

PRODUCT = "Hanaper"


@dataclass(frozen=True)
class Place:
    """A scope one can be in: a body, or all of them. code: as in URLs; href: where choosing it leads."""

    code: str
    name: str
    href: str
    synthetic: bool = False


@dataclass(frozen=True)
class NavigationItem:
    """A link of the navigation; current is the section that the page stands in."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Frame:
    """Everything around the page.

    place: the scope the page speaks of, None outside any (sign-in, help). places: where else the reader may go.
    person: the reader's name, "" when nobody is signed in. waiting: how much work waits, None when not counted.
    """

    place: Place | None = None
    places: Sequence[Place] = ()
    person: str = ""
    navigation: Sequence[NavigationItem] = ()
    waiting: int | None = None
    work_url: str = ""
    searched: str = ""
    sign_in_url: str = ""
    sign_out_url: str = ""
    account_url: str = ""

    @property
    def product(self) -> str:
        """The name of the site."""
        return PRODUCT
