"""Write and read back a Bacs Standard 18 file: the form that Bacs itself takes, beside ISO 20022.

One file is one day's payments from one account: volume and header labels, a record of 100 characters for each payment,
a contra record with their total, and trailer labels with totals and counts. It holds the same payments and totals as
the pain.001 file of the same run.

Sources: documentation of payment lines of a public direct file generator (data records); Bank of Ireland's
specification (VOL1, HDR1); Infor and IBM documentation (contra records, code 99 for credits). The contents of HDR2,
UHL1 and the trailers, and the text CONTRA, are recalled and not sourced: check against the bank's own guide before the
first file is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from hanaper.finance.cash.errors import NotAPaymentFile, PaymentAccountRefused, PaymentAmountRefused, PaymentFileEmpty
from hanaper.finance.cash.rules.bank_text import BACS, bank_text
from hanaper.finance.cash.rules.payment_file import PaymentFile, Service
from hanaper.kernel.calendar import WorkingCalendar
from hanaper.kernel.identifiers import BankAccount

CREDIT, CONTRA_OF_CREDITS = "99", "17"
NAME, REFERENCE, RECORD, LABEL = 18, 18, 100, 80
PENCE_MAX: Final = 99_999_999_999


def write(file: PaymentFile, *, banks: WorkingCalendar) -> bytes:
    """The file of one batch, lines ended by CR LF, the same bytes for the same input.

    Names longer than the 18 characters of a record are cut: banks pay by sort code and number alone. References are
    never cut. A record holds less than a thousand million pounds: of more, there are several contra records. The
    processing date is the working day before the day of payment.
    Raises the refusals of `finance.cash.errors`.
    """
    own = file.debtor_account
    if not file.payments:
        raise PaymentFileEmpty()
    if not isinstance(own, BankAccount):
        raise PaymentAccountRefused(where="the file", service="Bacs", expected="a sort code and account number")
    originator = _text(file.debtor.name, "name", "the file")[:NAME].ljust(NAME)
    from_account = f"{own.sort_code}{own.account_number}"
    records: list[str] = []
    contras = [0]
    for payment in file.payments:
        to, pence = payment.account, payment.amount.minor
        if not isinstance(to, BankAccount):
            raise PaymentAccountRefused(
                where=payment.end_to_end_id, service="Bacs", expected="a sort code and account number"
            )
        if not 0 < pence <= PENCE_MAX:
            raise PaymentAmountRefused(where=payment.end_to_end_id, found=str(payment.amount))
        if contras[-1] + pence > PENCE_MAX:
            contras.append(0)
        contras[-1] += pence
        name = _text(payment.creditor.name, "name", payment.end_to_end_id)[:NAME]
        reference = _reference(payment.reference, payment.end_to_end_id)
        records.append(
            f"{to.sort_code}{to.account_number}0{CREDIT}{from_account}0000{pence:011d}{originator}"
            f"{reference:<{REFERENCE}}{name:<{NAME}}"
        )
    against = [
        f"{from_account}0{CONTRA_OF_CREDITS}{from_account}0000{pence:011d}{originator}"
        f"{'CONTRA':<{REFERENCE}}{originator}"
        for pence in contras
    ]
    number = (file.debtor.identifier or "").rjust(6, "0")[-6:]
    processing = _processing(file.execution_date, banks)
    labels = _labels(number, file.message_id, file.created_at.date(), processing)
    lines = [*labels, *records, *against, *_trailers(labels, sum(contras), len(contras), len(records))]
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def takes(file: PaymentFile) -> bool:
    """Whether Bacs itself takes these payments: pounds, between sort codes.

    An account that is named by its IBAN goes by pain.001 alone.
    """
    accounts = [file.debtor_account, *(payment.account for payment in file.payments)]
    return file.service is Service.BACS and all(isinstance(account, BankAccount) for account in accounts)


def read_totals(content: bytes) -> tuple[int, int]:
    """Number and pence of the credits in a file, counted from its records; its own totals must say the same.

    Raises NotAPaymentFile.
    """
    try:
        lines = content.decode("ascii").split("\r\n")
    except UnicodeDecodeError as reason:
        raise NotAPaymentFile(found=str(reason)) from reason
    records = [line for line in lines if len(line) == RECORD]
    paid = [line for line in records if line[15:17] == CREDIT]
    trailer = next((line for line in lines if line.startswith("UTL1")), "")
    count, pence = len(paid), sum(int(line[35:46]) for line in paid)
    contras = sum(int(line[35:46]) for line in records if line[15:17] == CONTRA_OF_CREDITS)
    if not trailer or (contras, int(trailer[17:30]), int(trailer[37:44])) != (pence, pence, count):
        raise NotAPaymentFile(found="totals that its records do not add up to")
    return count, pence


def _labels(number: str, message_id: str, created: date, processing: date) -> list[str]:
    serial = "".join(sign for sign in message_id if sign.isalnum())[-6:].rjust(6, "0")
    head = f"1A{number}S  1{number}{serial}00010001      {_day(created)}{_day(processing)} 000000"
    return [
        f"VOL1{serial}{'':31}{number}".ljust(LABEL - 1) + "1",
        f"HDR{head}".ljust(LABEL),
        f"HDR2F0200000{RECORD:03d}".ljust(50).ljust(50) + "00".ljust(30),
        f"UHL1{_day(processing)}999999    00000000{'1 DAILY  '}001".ljust(LABEL),
    ]


def _trailers(labels: Sequence[str], total: int, contras: int, count: int) -> list[str]:
    return [
        f"EOF{labels[1][3:]}",
        f"EOF{labels[2][3:]}",
        f"UTL1{total:013d}{total:013d}{contras:07d}{count:07d}".ljust(LABEL),
    ]


def _processing(pay_on: date, banks: WorkingCalendar) -> date:
    """The day on which Bacs works on the file: the working day before people are paid."""
    day = pay_on
    while True:
        day = date.fromordinal(day.toordinal() - 1)
        if banks.is_working_day(day):
            return day


def _day(day: date) -> str:
    """A space, two digits of the year, three of the day in it."""
    return f" {day:%y%j}"


def _text(text: str, field: str, where: str) -> str:
    return bank_text(text, field=field, where=where, limit=140, characters=BACS, capitals=True)


def _reference(text: str, where: str) -> str:
    return bank_text(text, field="reference", where=where, limit=REFERENCE, characters=BACS, capitals=True)
