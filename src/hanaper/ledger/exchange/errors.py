"""What can go wrong with exchange rates."""

from hanaper.kernel.errors import Invalid, Refused


class RatesFileInvalid(Invalid):
    """A row of a file of rates cannot be read. Values: `row`, `found`, `expected`."""

    code = "ledger.rates-file-invalid"


class RateDiffers(Refused):
    """Another rate stands for these days. Values: `currency`, `day`, `found`, `kept`."""

    code = "ledger.rate-differs"


class NoRate(Refused):
    """No rate is loaded for a day. Values: `currency`, `day`."""

    code = "ledger.no-rate"
