"""What can go wrong with orders and receipts."""

from hanaper.foundation.database.refusals import refusal
from hanaper.kernel.errors import Invalid, Refused


class OrderEmpty(Invalid):
    """An order or receipt without lines."""

    code = "orders.empty"


class OrderLineWrong(Invalid):
    """A line of an order whose quantity, price, unit, VAT or text cannot stand."""

    code = "orders.line-wrong"


class KeyNotThere(Invalid):
    """A site, account, cost centre or programme that is not there for this body, or not valid today."""

    code = "orders.key-not-there"


class NotEditable(Refused):
    """Only an order that was sent back is corrected, and only an approved one changed."""

    code = "orders.not-editable"


class BelowTaken(Refused):
    """A line was to be taken out, or cut below what has been received or invoiced."""

    code = "orders.below-taken"


class SupplierFixed(Refused):
    """Once something was received or invoiced, an order keeps its supplier and its currency."""

    code = "orders.supplier-fixed"


class NotReceivable(Refused):
    """Only an approved order, unchanged since, is received."""

    code = "orders.not-receivable"


class OrderLineNotThere(Invalid):
    """A line that the order does not have."""

    code = "orders.line-not-there"


class QuantityWrong(Invalid):
    """A quantity received that is not above nought, or has more than four decimals."""

    code = "orders.quantity-wrong"


@refusal("HN045")
class ContentFixed(Refused):
    """The lines of an order were to be changed while it waits for approval or after it."""

    code = "orders.content-fixed"


class DeliveredLater(Invalid):
    """A receipt dated after today."""

    code = "orders.delivered-later"
