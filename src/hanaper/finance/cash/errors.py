"""What can be wrong with a payment file before it leaves, and with one that is read back. English in `wording.py`.

Values named `where` say which payment by its end-to-end id, or "the file"; no value carries a whole account number.
"""

from __future__ import annotations

from hanaper.kernel.errors import Invalid, Refused


class PaymentFileEmpty(Invalid):
    """A payment file without a payment. No values."""

    code = "cash.file-empty"


class PaymentFieldMissing(Invalid):
    """A field without which a bank cannot pay. Values: `field`, `where`."""

    code = "cash.field-missing"


class PaymentFieldTooLong(Invalid):
    """More characters than the payment service carries. Values: `field`, `where`, `found`, `length`, `limit`."""

    code = "cash.field-too-long"


class PaymentCharacterRefused(Invalid):
    """A character that no bank carries and that has no accepted equivalent. Values: `field`, `where`, `found`."""

    code = "cash.character-refused"


class PaymentAmountRefused(Invalid):
    """An amount of nought or less, or with more digits than the format holds. Values: `where`, `found`."""

    code = "cash.amount-refused"


class PaymentCurrencyRefused(Invalid):
    """A currency that the service does not pay in. Values: `where`, `found`, `service`, `expected`."""

    code = "cash.currency-refused"


class PaymentCurrenciesMixed(Invalid):
    """Two currencies in one file, whose control total would add unlike things. Values: `where`, `found`, `expected`."""

    code = "cash.currencies-mixed"


class PaymentAccountRefused(Invalid):
    """An account that the service cannot reach. Values: `where`, `service`, `expected`."""

    code = "cash.account-refused"


class PaymentDuplicated(Invalid):
    """Two payments of one file with the same end-to-end id. Values: `found`."""

    code = "cash.payment-duplicated"


class NotAPaymentFile(Invalid):
    """Bytes that are not a pain.001 message. Values: `found`."""

    code = "cash.not-a-payment-file"


class RunEmpty(Invalid):
    """A payment run without a payment. No values."""

    code = "cash.run-empty"


class PaymentNotDue(Refused):
    """A payment that is in a run already, or released, or not there. Values: `found`."""

    code = "cash.payment-not-due"


class AccountMissing(Refused):
    """No approved account for a payee, or none of the body's own, in a currency. Values: `whose`, `currency`."""

    code = "cash.account-missing"


class ServicesMixed(Invalid):
    """Payments that do not travel by one service. Values: `found`."""

    code = "cash.services-mixed"


class PayDayWrong(Invalid):
    """A day on which banks do not pay, or one that is past. Values: `found`."""

    code = "cash.pay-day-wrong"


class AccountChanged(Refused):
    """A payee's approved account is another today than the run holds; an outcome carries it. Values: `payees`."""

    code = "cash.account-changed"
