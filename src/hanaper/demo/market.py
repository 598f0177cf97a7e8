"""The suppliers of the model cluster: invented names, identifiers that nobody has, accounts at a bank that is none.

Some serve every body and some only a few; some pairs have nearly the same name, as real ones do, and are not the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanaper.demo.chance import Chance
from hanaper.demo.goods import ABROAD, DOMESTIC, Trade
from hanaper.demo.names import STREETS, SUPPLIER_FIRST, SUPPLIER_FORMS, TOWNS

#: Of all suppliers, how many every body uses.
SHARED = 0.3
#: Pairs of suppliers whose names nearly agree.
NAMESAKES = 4


@dataclass(frozen=True, slots=True)
class Account:
    """Where a supplier is paid. A sort code that begins 00, or a bank code of noughts, is no bank's."""

    currency: str
    sort_code: str = ""
    account_number: str = ""
    iban: str = ""
    bic: str = ""


@dataclass(frozen=True, slots=True)
class Supplier:
    """ref: how the plan names it. gln: a location number from the range that is never issued (2...). vat: of the range
    that HMRC does not issue (000...); none abroad. bodies: codes of those that use it. number: how it numbers invoices.
    twin: the ref of the supplier whose name is nearly the same."""

    ref: str
    name: str
    trade: Trade
    gln: str
    vat: str | None
    group: str
    street: str
    town: str
    postcode: str
    account: Account
    bodies: tuple[str, ...]
    number: str
    first_number: int
    twin: str | None = None


def suppliers(*, seed: int, bodies: Sequence[str], invoices: int) -> tuple[Supplier, ...]:
    """The market of a model cluster. bodies: their codes, the lead body first."""
    chance = Chance(seed, "market")
    count = min(max(invoices // 14, 3 * len(DOMESTIC)), 30 * len(SUPPLIER_FIRST))
    trades = [*DOMESTIC, *(chance.of(_weighted()) for _ in range(count - len(DOMESTIC)))]
    found: list[Supplier] = []
    for place, trade in enumerate(trades):
        uses_all = place < len(DOMESTIC) or chance.happens(SHARED)
        users = tuple(bodies) if uses_all else tuple(chance.some(bodies, min(chance.between(2, 8), len(bodies))))
        found.append(_supplier(len(found), trade, users, chance))
    for trade in ABROAD:
        found.append(_supplier(len(found), trade, tuple(bodies[:3]), chance))
    for original in found[: 2 * NAMESAKES : 2]:
        name = original.name.replace("Ltd", "Limited").replace(original.trade.noun, f"{original.trade.noun} Services")
        if name == original.name.replace("Ltd", "Limited"):
            name += " 2"
        twin = _supplier(len(found), original.trade, original.bodies, chance, name=name, twin=original.ref)
        found.append(twin)
    return tuple(found)


def _weighted() -> list[Trade]:
    return [trade for trade in DOMESTIC for _ in range(trade.weight)]


def _supplier(
    place: int, trade: Trade, users: tuple[str, ...], chance: Chance, *, name: str = "", twin: str | None = None
) -> Supplier:
    town, postcode = chance.of(TOWNS)
    first = SUPPLIER_FIRST[(place * 37) % len(SUPPLIER_FIRST)]
    generation = place // len(SUPPLIER_FIRST)
    word = f"{first} {_ROMAN[generation]}".strip()
    form = "" if trade.currency != "GBP" else f" {chance.of(SUPPLIER_FORMS)}"
    abroad = trade.currency != "GBP"
    return Supplier(
        ref=f"S{place:04d}",
        name=name or f"{word} {trade.noun}{form}",
        trade=trade,
        gln=_gln(place + 1),
        vat=None if abroad else _vat(place + 1),
        group=f"{first} Holdings" if chance.happens(0.15) else "",
        street=f"{chance.between(1, 190)} {chance.of(STREETS)}",
        town=town,
        postcode="" if abroad else postcode,
        account=_abroad(place, trade) if abroad else _account(place),
        bodies=users,
        number=chance.of(("INV-{:05d}", "SI{:07d}", "2026/{:05d}", "{:06d}", "A-{:05d}-26")),
        first_number=chance.between(2, 80) * 997 + place,
        twin=twin,
    )


_ROMAN = ("", *(f"No {number}" for number in range(2, 40)))


def _gln(place: int) -> str:
    """A global location number with its check digit, from the range for use inside a company."""
    digits = f"29{place:010d}"
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def _vat(place: int) -> str:
    """A VAT number with correct check digits in a range that HMRC does not issue."""
    digits = f"00{place:05d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, (8, 7, 6, 5, 4, 3, 2), strict=True))
    check = -total % 97
    return f"GB{digits}{check:02d}"


def _account(place: int) -> Account:
    return Account(
        "GBP", sort_code=f"00{place // 100 % 100:02d}{place % 100:02d}", account_number=f"{10_000_007 + place * 31}"
    )


def _abroad(place: int, trade: Trade) -> Account:
    """An IBAN with correct check digits at a bank whose code is all noughts."""
    country = "DE"
    inner = f"{0:08d}{place:010d}"
    spelt = "".join(str(int(character, 36)) for character in f"{inner}{country}00")
    return Account(trade.currency, iban=f"{country}{98 - int(spelt) % 97:02d}{inner}", bic="ZZZZDEZZ")
