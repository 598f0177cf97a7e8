"""What bodies buy in the model month, and from what kind of supplier: with VAT at 20%, 5% and nought, and exempt."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Good:
    """One thing to order. pence: price of one, from and to. quantity: how many at once. unit: UNECE Rec 20."""

    item: str
    name: str
    unit: str
    pence: tuple[int, int]
    quantity: tuple[int, int]
    tax_category: str = "S"
    tax_percent: Decimal = Decimal(20)


@dataclass(frozen=True, slots=True)
class Trade:
    """A kind of supplier. weight: how often it is bought from. account: of the chart. currency: it invoices in.

    receipt_needed: False for what comes without anybody receiving it (rent).
    """

    code: str
    noun: str
    account: str
    weight: int
    goods: tuple[Good, ...]
    receipt_needed: bool = True
    country: str = "GB"
    currency: str = "GBP"


NOUGHT, FIVE = Decimal(0), Decimal(5)

TRADES: tuple[Trade, ...] = (
    Trade("office", "Office Supplies", "5700", 22, (
        Good("OF-PAP", "Copier paper, A4, box of five reams", "EA", (1450, 2195), (10, 120)),
        Good("OF-PEN", "Ball pens, black, pack of fifty", "EA", (620, 980), (2, 40)),
        Good("OF-TON", "Toner cartridge", "EA", (4800, 13900), (1, 24)),
        Good("OF-CHR", "Task chair", "EA", (14900, 32900), (1, 30)),
    )),
    Trade("print", "Print and Bindery", "5700", 7, (
        Good("PR-BKL", "Printed guidance booklets, zero rated", "EA", (85, 420), (250, 5000), "Z", NOUGHT),
        Good("PR-FRM", "Pre-printed forms, pads of fifty", "EA", (310, 690), (50, 600)),
    )),
    Trade("software", "Software", "5400", 13, (
        Good("IT-LIC", "Software licence, per user and month", "EA", (850, 4200), (20, 600)),
        Good("IT-SUP", "Application support, day", "DAY", (48000, 72000), (2, 20)),
        Good("IT-LAP", "Laptop, standard build", "EA", (78000, 112000), (1, 25)),
    )),
    Trade("telecoms", "Telecoms", "5410", 6, (
        Good("TC-MOB", "Mobile connections, month", "EA", (900, 1900), (40, 900)),
        Good("TC-LIN", "Data circuit, month", "MON", (32000, 185000), (1, 4)),
    )),
    Trade("energy", "Energy", "5310", 6, (
        Good("EN-SML", "Electricity, small site below the VAT limit, kWh", "KWH", (24, 31), (400, 980), "S", FIVE),
        Good("EN-ELE", "Electricity, main site, kWh", "KWH", (22, 29), (8000, 60000)),
    )),
    Trade("facilities", "Facilities", "5320", 12, (
        Good("FM-CLN", "Office cleaning, hour", "HUR", (1690, 2350), (80, 900)),
        Good("FM-GRD", "Security guarding, hour", "HUR", (1850, 2890), (80, 700)),
        Good("FM-LFT", "Lift maintenance visit", "EA", (24000, 68000), (1, 4)),
    )),
    Trade("property", "Estates", "5300", 4, (
        Good("PY-RNT", "Rent of office accommodation, month", "MON", (350000, 2150000), (1, 1), "E", NOUGHT),
    ), receipt_needed=False),
    Trade("travel", "Travel", "5500", 9, (
        Good("TV-RAI", "Rail tickets, zero rated", "EA", (2450, 18900), (3, 60), "Z", NOUGHT),
        Good("TV-HTL", "Hotel room, night", "EA", (7900, 14500), (2, 40)),
    )),
    Trade("training", "Learning", "5600", 7, (
        Good("TR-CRS", "Accredited course by an eligible body, place", "EA", (18000, 89000), (1, 24), "E", NOUGHT),
        Good("TR-WRK", "In-house workshop, day", "DAY", (85000, 190000), (1, 5)),
    )),
    Trade("agency", "Staffing", "5100", 7, (
        Good("AG-ADM", "Administrative officer, hour", "HUR", (1890, 2650), (75, 600)),
        Good("AG-DEV", "Software developer, day", "DAY", (42000, 61000), (5, 40)),
    )),
    Trade("advice", "Advisory", "5200", 4, (
        Good("CO-DAY", "Consultant, day", "DAY", (78000, 145000), (5, 45)),
    )),
    Trade("legal", "Legal", "5800", 3, (
        Good("LG-HRS", "Legal advice, hour", "HUR", (16500, 32000), (4, 90)),
    )),
    Trade("euro", "Data Systems GmbH", "5400", 0, (
        Good("EU-DAT", "Marine data subscription, month", "MON", (95000, 640000), (1, 6), "O", NOUGHT),
        Good("EU-SEN", "Sensor, calibrated", "EA", (12500, 78000), (1, 20), "O", NOUGHT),
    ), country="DE", currency="EUR"),
    Trade("dollar", "Analytics Inc", "5400", 0, (
        Good("US-API", "Mapping interface, thousand calls", "EA", (350, 900), (200, 3000), "O", NOUGHT),
    ), country="US", currency="USD"),
)  # fmt: skip

TRADE = {trade.code: trade for trade in TRADES}
DOMESTIC = tuple(trade for trade in TRADES if trade.currency == "GBP")
ABROAD = tuple(trade for trade in TRADES if trade.currency != "GBP")

#: Services whose VAT the model bodies recover: (account, heading, share in basis points). An assumption of the model.
VAT_RECOVERED = (
    ("5400", "Contracted-out IT services (model heading)", 10_000),
    ("5320", "Contracted-out cleaning and security (model heading)", 10_000),
    ("5800", "Contracted-out professional services (model heading)", 5_000),
)

#: Units of each currency for one pound in the model month: invented.
RATES = (("EUR", Decimal("1.14250000")), ("USD", Decimal("1.31750000")))
