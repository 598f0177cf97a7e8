"""How a value reads on a page: money £1,234.56, dates 4 March 2024, instants in London time, durations in words.

Values arrive as the rest of Hanaper keeps them (integer pence, `date`, aware UTC `datetime`, seconds) and leave as
text. Nothing here rounds money. The same values leave in a file through `downloads`, which never uses this module.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from hanaper.kernel.dates import business_date, show_date, show_instant
from hanaper.kernel.money import pounds

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def money(pence: int | None) -> str:
    """Pence as pounds.

    >>> money(123456), money(-5), money(0), money(None)
    ('£1,234.56', '-£0.05', '£0.00', '')
    """
    return "" if pence is None else pounds(pence)


def number(value: float | Decimal | None) -> str:
    """A whole or decimal number with thousands separated.

    >>> number(1234567), number(-3), number(Decimal("1234.50"))
    ('1,234,567', '-3', '1,234.50')
    """
    if value is None:
        return ""
    return f"{value:,}"


def percent(basis_points: int | None) -> str:
    """Basis points (hundredths of one per cent) as a percentage with one decimal, half up.

    >>> percent(9725), percent(10000), percent(None)
    ('97.3%', '100.0%', '')
    """
    if basis_points is None:
        return ""
    tenths, rest = divmod(abs(basis_points), 10)
    tenths += rest >= 5
    return f"{'-' if basis_points < 0 else ''}{tenths // 10:,}.{tenths % 10}%"


def day(value: date | None) -> str:
    """A calendar date in full; of an instant, its date in London.

    >>> day(date(2024, 3, 4))
    '4 March 2024'
    """
    if value is None:
        return ""
    return show_date(business_date(value) if isinstance(value, datetime) else value)


def instant(value: datetime | None) -> str:
    """An instant as a London date and time."""
    return "" if value is None else show_instant(value)


def duration(value: float | timedelta | None) -> str:
    """Seconds in the two largest units that count.

    >>> duration(0), duration(59), duration(3_660), duration(90_000), duration(timedelta(days=1))
    ('0 seconds', '59 seconds', '1 hour 1 minute', '1 day 1 hour', '1 day')
    """
    if value is None:
        return ""
    seconds = int(value.total_seconds() if isinstance(value, timedelta) else value)
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    if seconds < _MINUTE:
        return sign + count(seconds, "second")
    days, rest = divmod(seconds, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // _MINUTE
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    first = next(index for index, (size, _) in enumerate(parts) if size)
    return sign + " ".join(count(size, unit) for size, unit in parts[first : first + 2] if size)


def count(size: int, singular: str, plural: str | None = None) -> str:
    """A count with its noun.

    >>> count(1, "row"), count(1200, "row"), count(2, "entry", "entries")
    ('1 row', '1,200 rows', '2 entries')
    """
    return f"{number(size)} {singular if size == 1 else plural or singular + 's'}"


def either(value: bool | None) -> str:
    """A truth as a word."""
    return "" if value is None else "Yes" if value else "No"
