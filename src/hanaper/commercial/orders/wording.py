WORDING = {
    "orders.empty": "{what} {row} has no lines. Give at least one.",
    "orders.line-wrong": "Order {row}, line {line}, {field}: found {found!r}, expected {expected}.",
    "orders.key-not-there": (
        "Order {row}: there is no {what} {found!r} for this body today. Choose one from the list: it must be valid on "
        "the day."
    ),
    "orders.not-editable": (
        "This order is {found}. An order that was sent back can be corrected, and an approved one changed; both must "
        "then be approved again."
    ),
    "orders.below-taken": (
        "Line {line}: {taken} were received or invoiced already, and the order would have {found}. Keep at least what "
        "was taken, or return it first."
    ),
    "orders.supplier-fixed": (
        "Something was received or invoiced on this order, so it keeps its supplier and its currency. Close it and raise "
        "another."
    ),
    "orders.in-use": "Something was received or invoiced on this order, so it cannot be cancelled. Close it instead.",
    "orders.not-receivable": (
        "Order {number} is {found}. Goods are received on an approved order whose content has not changed since: have "
        "it approved again."
    ),
    "orders.line-not-there": "Receipt {row}: the order has no line {found}.",
    "orders.quantity-wrong": (
        "Receipt {row}, line {line}: found a quantity of {found}, expected a number above nought with at most four "
        "decimals."
    ),
    "orders.delivered-later": (
        "Receipt {row}: found the day {found}, expected {expected} or before. Record it when it has arrived."
    ),
    "orders.invoiced": "Some of this was invoiced already. Ask the supplier for a credit note before it goes back.",
    "orders.content-fixed": (
        "The content of an order is fixed from the moment it is raised ({detail}). Send it back or change it: it must "
        "then be approved again."
    ),
}

#: Why an order is sent back: codes that stand in the evidence, and their words.
SENT_BACK = {
    "order.too-dear": "The price is too high, or another supplier is cheaper",
    "order.not-needed": "It is not needed, or not now",
    "order.wrong-coding": "A line is on the wrong account, cost centre or programme",
    "order.not-explained": "The description does not say what it is for",
}

#: Why a receipt is taken back.
WENT_BACK = {
    "receipt.damaged": "It came damaged and went back",
    "receipt.wrong-goods": "It was not what was ordered, and went back",
    "receipt.keyed-wrongly": "The receipt was recorded wrongly",
}

SENTENCES = {
    "order.raise": "Raised",
    "order.approve": "Approved",
    "order.send-back": "Sent back to be corrected",
    "order.correct": "Corrected and raised again",
    "order.change": "Changed: it must be approved again",
    "order.cancel": "Cancelled",
    "order.close": "Closed",
    "receipt.record": "Recorded",
    "receipt.return": "Taken back",
}
