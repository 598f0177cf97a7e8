"""Write and read back the file that tells a bank to pay: ISO 20022 pain.001.001.09.

One file is one batch: one account pays, through one service, on one day, in one currency. It carries the number of
payments and their sum twice, for the whole message and for the batch, so that a bank, and we, can see at once that
nothing was lost on the way (P33). The same input makes the same bytes for ever, whatever the version of any library:
the text is written here, line by line, and its digest can be stored beside the run.

United Kingdom practice: a sort code is the clearing member id under GBDSC, an account number a BBAN; Bacs is service
level NURG booked as one batch, Faster Payments URGP, CHAPS SDVA with high priority.

Sources: ISO 20022 pain.001.001.09 schema; GB samples for Bacs, Faster Payments and CHAPS as described in the Bacs
ISO 20022 to Standard 18 translation guide; EPC132-08 for SEPA. A bank's own guide may ask for more: check against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal, InvalidOperation
from typing import Final, TypeAlias

from lxml import etree

from hanaper.finance.cash.errors import (
    NotAPaymentFile,
    PaymentAccountRefused,
    PaymentAmountRefused,
    PaymentCurrenciesMixed,
    PaymentCurrencyRefused,
    PaymentDuplicated,
    PaymentFileEmpty,
)
from hanaper.finance.cash.rules.bank_text import bank_identifier, bank_text
from hanaper.finance.cash.rules.payment_file import (
    Account,
    ForeignAccount,
    IbanAccount,
    Party,
    Payment,
    PaymentFile,
    Service,
    ServiceRules,
)
from hanaper.kernel.errors import InstantWithoutZone, WrongIdentifier
from hanaper.kernel.identifiers import BankAccount, normalise_account, normalise_bic, normalise_iban
from hanaper.kernel.money import Money

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_ANY_VERSION = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:pain\.001\.001\.\d\d\}Document")
_NAME_LIMIT: Final = 140
_DIGITS_LIMIT: Final = 18
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class FileTotals:
    """What a payment file declares, and what its payments say when they are counted.

    declared_*: from the header. counted, summed: from the payments themselves, in major units of the file's currency.
    batches_agree: whether each batch's own totals, where it has them, agree with its payments.
    """

    message_id: str
    declared_count: int
    declared_sum: Decimal | None
    counted: int
    summed: Decimal
    currencies: tuple[str, ...]
    batches_agree: bool

    @property
    def agree(self) -> bool:
        """Whether everything that the file declares is true of its payments."""
        return (
            self.batches_agree
            and self.declared_count == self.counted
            and (self.declared_sum is None or self.declared_sum == self.summed)
        )


def write(file: PaymentFile) -> bytes:
    """The pain.001.001.09 message for one batch, UTF-8, the same bytes for the same input.

    Names and references are put in the characters that the service carries (accents dropped, curly quotes
    straightened); nothing is cut. Identifiers are taken as they are or refused.
    Raises the refusals of `finance.cash.errors`; WrongIdentifier for a malformed account; InstantWithoutZone.
    Checked against: the ISO schema, for any input that is accepted (tests).
    """
    if file.created_at.utcoffset() is None:
        raise InstantWithoutZone(found=file.created_at.isoformat())
    if not file.payments:
        raise PaymentFileEmpty()
    total = _checked_total(file)
    rules = file.service.rules
    totals = [_leaf("NbOfTxs", str(len(file.payments))), _leaf("CtrlSum", total.plain())]
    message_id = bank_identifier(file.message_id, field="message id", where="the file")
    header = _node(
        "GrpHdr",
        _leaf("MsgId", message_id),
        _leaf("CreDtTm", file.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        *totals,
        _party("InitgPty", file.initiating_party, "the file", rules),
    )
    batch = _node(
        "PmtInf",
        _leaf("PmtInfId", message_id),
        _leaf("PmtMtd", "TRF"),
        _leaf("BtchBookg", "true" if rules.is_bacs else "false"),
        *totals,
        _node(
            "PmtTpInf",
            *([_leaf("InstrPrty", "HIGH")] if file.service is Service.CHAPS else []),
            _node("SvcLvl", _leaf("Cd", rules.level)),
        ),
        _node("ReqdExctnDt", _leaf("Dt", file.execution_date.isoformat())),
        _party("Dbtr", file.debtor, "the file", rules),
        _account("DbtrAcct", file.debtor_account, "the file"),
        _agent("DbtrAgt", file.debtor_account),
        _leaf("ChrgBr", rules.charges),
        *(_payment(payment, file.service) for payment in file.payments),
    )
    document = _node(f'Document xmlns="{NAMESPACE}"', _node("CstmrCdtTrfInitn", header, batch))
    return ("\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *document]) + "\n").encode("utf-8")


def read_totals(content: bytes) -> FileTotals:
    """The control totals that a pain.001 file declares, beside what its payments add up to. Any version is read.

    Raises NotAPaymentFile. External entities and network access are off: the file may have been anywhere.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as reason:
        raise NotAPaymentFile(found=str(reason)) from reason
    if not _ANY_VERSION.fullmatch(str(root.tag)):
        raise NotAPaymentFile(found=f"its first element is {etree.QName(root).localname}")
    try:
        return _totals(root)
    except (InvalidOperation, ValueError) as reason:
        raise NotAPaymentFile(found="a total or an amount is missing or is not a number") from reason


def _totals(root: etree._Element) -> FileTotals:
    header = "{*}CstmrCdtTrfInitn/{*}GrpHdr/{*}"
    amounts: list[etree._Element] = []
    batches_agree = True
    for batch in root.iterfind("{*}CstmrCdtTrfInitn/{*}PmtInf"):
        inside = batch.findall("{*}CdtTrfTxInf/{*}Amt/{*}InstdAmt")
        count, total = batch.findtext("{*}NbOfTxs"), batch.findtext("{*}CtrlSum")
        batches_agree &= count is None or int(count) == len(inside)
        batches_agree &= total is None or Decimal(total) == _sum(inside)
        amounts += inside
    declared_sum = root.findtext(header + "CtrlSum")
    return FileTotals(
        message_id=root.findtext(header + "MsgId") or "",
        declared_count=int(root.findtext(header + "NbOfTxs") or ""),
        declared_sum=None if declared_sum is None else Decimal(declared_sum),
        counted=len(root.findall("{*}CstmrCdtTrfInitn/{*}PmtInf/{*}CdtTrfTxInf")),
        summed=_sum(amounts),
        currencies=tuple(sorted({amount.get("Ccy") or "" for amount in amounts})),
        batches_agree=batches_agree,
    )


def _sum(amounts: Iterable[etree._Element]) -> Decimal:
    return sum((Decimal(amount.text or "") for amount in amounts), Decimal(0))


def _checked_total(file: PaymentFile) -> Money:
    """The sum of the payments, after each was found payable by the service."""
    rules = file.service.rules
    if file.service.rules.is_domestic and _sort_code(file.debtor_account) is None:
        raise _account_refused("the file", file.service)
    currency = file.payments[0].amount.currency
    total = Money(0, currency)
    seen: set[str] = set()
    for payment in file.payments:
        where = f"payment {payment.end_to_end_id}"
        if payment.end_to_end_id in seen:
            raise PaymentDuplicated(found=payment.end_to_end_id)
        seen.add(payment.end_to_end_id)
        if payment.amount.minor <= 0:
            raise PaymentAmountRefused(where=where, found=str(payment.amount))
        if rules.currency not in (None, payment.amount.currency):
            raise PaymentCurrencyRefused(
                where=where, found=payment.amount.currency, service=rules.label, expected=rules.currency
            )
        if payment.amount.currency != currency:
            raise PaymentCurrenciesMixed(where=where, found=payment.amount.currency, expected=currency)
        if not _reaches(file.service, payment.account):
            raise _account_refused(where, file.service)
        total += payment.amount
    if total.minor >= 10**_DIGITS_LIMIT:
        raise PaymentAmountRefused(where="the file", found=str(total))
    return total


def _reaches(service: Service, account: Account) -> bool:
    if service.rules.is_domestic:
        return _sort_code(account) is not None
    return service is not Service.SEPA or isinstance(account, IbanAccount)


def _account_refused(where: str, service: Service) -> PaymentAccountRefused:
    expected = "a sort code and account number, or a GB IBAN" if service.rules.is_domestic else "an IBAN"
    return PaymentAccountRefused(where=where, service=service.rules.label, expected=expected)


def _sort_code(account: Account) -> str | None:
    match account:
        case BankAccount():
            return normalise_account(account.sort_code, account.account_number).sort_code
        case IbanAccount():
            iban = normalise_iban(account.iban)
            return iban[8:14] if iban.startswith("GB") else None
        case ForeignAccount():
            return None


# --- The message, element by element. A node is its lines of text, so that nothing but this file decides the bytes.

_Lines: TypeAlias = list[str]


def _payment(payment: Payment, service: Service) -> _Lines:
    where, rules = f"payment {payment.end_to_end_id}", service.rules
    reference = bank_text(
        payment.reference,
        field="reference",
        where=where,
        limit=rules.reference_limit,
        characters=rules.characters,
        capitals=rules.is_bacs,
    )
    end_to_end_id = bank_identifier(payment.end_to_end_id, field="end-to-end id", where=where)
    return _node(
        "CdtTrfTxInf",
        _node("PmtId", _leaf("EndToEndId", end_to_end_id)),
        _node("Amt", _leaf("InstdAmt", payment.amount.plain(), f' Ccy="{payment.amount.currency}"')),
        _agent("CdtrAgt", payment.account),
        _party("Cdtr", payment.creditor, where, rules),
        _account("CdtrAcct", payment.account, where),
        _node("RmtInf", _leaf("Ustrd", reference)),
    )


def _party(tag: str, party: Party, where: str, rules: ServiceRules) -> _Lines:
    field = {"Cdtr": "payee", "Dbtr": "payer", "InitgPty": "sender"}[tag]

    def fit(text: str, what: str, limit: int) -> str:
        return bank_text(
            text,
            field=f"{field}'s {what}",
            where=where,
            limit=limit,
            characters=rules.characters,
            capitals=rules.is_bacs,
        )

    parts = [_leaf("Nm", fit(party.name, "name", _NAME_LIMIT))]
    if party.country is not None or party.town is not None:
        town = [] if party.town is None else [_leaf("TwnNm", fit(party.town, "town", 35))]
        country = [] if party.country is None else [_leaf("Ctry", _country(party.country))]
        parts.append(_node("PstlAdr", *town, *country))
    if party.identifier is not None:
        identifier = bank_identifier(party.identifier, field=f"{field}'s identifier", where=where)
        # The Bacs service user number has a scheme of its own; to the others it is the bank's customer number.
        scheme = _leaf("Prtry", "SUN") if rules.is_bacs else _leaf("Cd", "CUST")
        parts.append(_node("Id", _node("OrgId", _node("Othr", _leaf("Id", identifier), _node("SchmeNm", scheme)))))
    return _node(tag, *parts)


def _country(country: str) -> str:
    if not _COUNTRY.fullmatch(country):
        raise WrongIdentifier(
            found=country, scheme="country", rule="It is two capital letters of ISO 3166, such as GB."
        )
    return country


def _account(tag: str, account: Account, where: str) -> _Lines:
    match account:
        case BankAccount():
            number = normalise_account(account.sort_code, account.account_number).account_number
        case IbanAccount():
            return _node(tag, _node("Id", _leaf("IBAN", normalise_iban(account.iban))))
        case ForeignAccount():
            number = bank_identifier(account.number, field="account number", where=where, limit=34)
    return _node(tag, _node("Id", _node("Othr", _leaf("Id", number), _node("SchmeNm", _leaf("Cd", "BBAN")))))


def _agent(tag: str, account: Account) -> _Lines:
    bic = None if isinstance(account, BankAccount) else account.bic
    parts = [] if bic is None else [_leaf("BICFI", normalise_bic(bic))]
    sort_code = _sort_code(account)
    if sort_code is not None:
        parts.append(_node("ClrSysMmbId", _node("ClrSysId", _leaf("Cd", "GBDSC")), _leaf("MmbId", sort_code)))
    if not parts:  # the schema wants an agent; SEPA's word for one that the IBAN already tells
        parts.append(_node("Othr", _leaf("Id", "NOTPROVIDED")))
    return _node(tag, _node("FinInstnId", *parts))


def _node(opening: str, *children: _Lines) -> _Lines:
    return [
        f"<{opening}>",
        *(f"  {line}" for child in children for line in child),
        f"</{opening.split(maxsplit=1)[0]}>",
    ]


def _leaf(tag: str, text: str, attributes: str = "") -> _Lines:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return [f"<{tag}{attributes}>{escaped}</{tag}>"]
