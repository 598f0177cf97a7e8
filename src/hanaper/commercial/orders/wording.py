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
