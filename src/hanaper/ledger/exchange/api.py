"""The front door of exchange rates."""

from hanaper.ledger.exchange.errors import NoRate, RateDiffers, RatesFileInvalid
from hanaper.ledger.exchange.models import ExchangeRate
from hanaper.ledger.exchange.rules import Rate, read_rates, to_pence
from hanaper.ledger.exchange.selectors import rates_on
from hanaper.ledger.exchange.services import rates_load

__all__ = [
    "ExchangeRate",
    "NoRate",
    "Rate",
    "RateDiffers",
    "RatesFileInvalid",
    "rates_load",
    "rates_on",
    "read_rates",
    "to_pence",
]
