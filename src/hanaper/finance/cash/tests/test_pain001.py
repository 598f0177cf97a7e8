"""The file that tells a bank to pay: valid by the published schema, the same bytes each time, and its totals true."""

from __future__ import annotations

import string
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import partial
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from lxml import etree

from hanaper.finance.cash import errors
from hanaper.finance.cash.rules.bank_text import BACS, LATIN, bank_identifier, bank_text
from hanaper.finance.cash.rules.pain001 import NAMESPACE, read_totals, write
from hanaper.finance.cash.rules.payment_file import (
    Account,
    ForeignAccount,
    IbanAccount,
    Party,
    Payment,
    PaymentFile,
    Service,
)
from hanaper.finance.cash.wording import WORDING
from hanaper.kernel.digest import digest_bytes
from hanaper.kernel.errors import HanaperError, Invalid, WrongIdentifier
from hanaper.kernel.identifiers import BankAccount
from hanaper.kernel.money import Money
from hanaper.kernel.tests.table import rows

NS = {"p": NAMESPACE}
OURS = BankAccount("123456", "12345678")
GB_IBAN = IbanAccount("GB82WEST12345698765432")
DE_IBAN = IbanAccount("DE89370400440532013000", "COBADEFFXXX")
US_ACCOUNT = ForeignAccount("4412345678", "CHASUS33")
BODY = Party("Department of Examples", identifier="654321")

MONTH_END = PaymentFile(
    message_id="RUN-2026-27-000042",
    created_at=datetime(2026, 9, 30, 16, 5, 9, tzinfo=UTC),
    initiating_party=BODY,
    debtor=BODY,
    debtor_account=OURS,
    execution_date=date(2026, 10, 2),
    service=Service.BACS,
    payments=(
        Payment("PAY-1", Money(480000), Party("Crème & Søn Ltd"), BankAccount("200415", "87654321"), "INV 0042"),
        Payment("PAY-2", Money(96050), Party("Avon Plant Hire"), GB_IBAN, "INV/0043"),
    ),
)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schema as the development package sepaxml carries it."""
    with files("sepaxml").joinpath("schemas", "pain.001.001.09.xsd").open("rb") as content:
        return etree.XMLSchema(etree.parse(content))


def _one(payment: Payment, service: Service = Service.INTERNATIONAL) -> PaymentFile:
    debtor_account: Account = OURS if service.rules.is_domestic else GB_IBAN
    return replace(MONTH_END, service=service, debtor_account=debtor_account, payments=(payment,))


def _text(content: bytes, path: str) -> list[str]:
    return [str(found.text) for found in etree.fromstring(content).iterfind(path, NS)]


# --- What is in the file

SERVICES = """
service          level  booked as one  priority  charges
bacs             NURG   true           ""        SLEV
faster-payments  URGP   false          ""        SHAR
chaps            SDVA   false          HIGH      SHAR
sepa             SEPA   false          ""        SLEV
international    URGP   false          ""        SHAR
"""


@pytest.mark.parametrize(("service", "level", "batch", "priority", "charges"), rows(SERVICES))
def test_each_service_is_named_as_united_kingdom_banks_expect(
    service: str, level: str, batch: str, priority: str, charges: str, schema: etree.XMLSchema
) -> None:
    currency = "EUR" if service == "sepa" else "GBP"
    payment = Payment("PAY-1", Money(100, currency), Party("Avon Plant Hire"), GB_IBAN, "INV/0043")
    content = write(_one(payment, Service(service)))
    schema.assertValid(etree.fromstring(content))
    assert _text(content, ".//p:SvcLvl/p:Cd") == [level]
    assert _text(content, ".//p:BtchBookg") == [batch]
    assert _text(content, ".//p:InstrPrty") == ([priority] if priority else [])
    assert _text(content, ".//p:ChrgBr") == [charges]


def test_a_bacs_run_has_control_totals_at_both_levels_and_sort_codes_under_gbdsc(schema: etree.XMLSchema) -> None:
    content = write(MONTH_END)
    schema.assertValid(etree.fromstring(content))
    assert _text(content, ".//p:NbOfTxs") == ["2", "2"]
    assert _text(content, ".//p:CtrlSum") == ["5760.50", "5760.50"]
    assert _text(content, ".//p:ClrSysId/p:Cd") == ["GBDSC"] * 3
    assert _text(content, ".//p:MmbId") == ["123456", "200415", "123456"]
    assert _text(content, ".//p:Othr/p:Id") == ["654321", "654321", "12345678", "87654321"]
    assert _text(content, ".//p:SchmeNm/p:Prtry") == ["SUN", "SUN"]
    assert _text(content, ".//p:EndToEndId") == ["PAY-1", "PAY-2"]
    assert _text(content, ".//p:Ustrd") == ["INV 0042", "INV/0043"]
    assert _text(content, ".//p:Cdtr/p:Nm") == ["CREME & SON LTD", "AVON PLANT HIRE"]
    assert _text(content, ".//p:ReqdExctnDt/p:Dt") == ["2026-10-02"]
    assert _text(content, ".//p:CreDtTm") == ["2026-09-30T16:05:09Z"]


def test_the_file_is_valid_by_the_schema_that_was_shared(shared: Callable[[str], Path]) -> None:
    published = etree.XMLSchema(etree.parse(shared("payroll/rti/iso20022/pain.001.001.09.xsd")))
    published.assertValid(etree.fromstring(write(MONTH_END)))


@pytest.mark.promise("P33")
def test_the_same_run_makes_the_same_bytes_for_ever() -> None:
    """The digest is written down, so that a change of library or of this code that changed a byte would be seen."""
    in_london = MONTH_END.created_at.astimezone(timezone(timedelta(hours=1)))
    again = replace(MONTH_END, created_at=in_london, payments=list(MONTH_END.payments))
    assert write(again) == write(MONTH_END)
    assert digest_bytes(write(MONTH_END)).hex() == "01b038740a136aa3c0dbac0a8b854446d41cb0b108990770bebe6069beffd159"


def test_payments_abroad_carry_iban_or_number_with_bic_and_the_payees_place(schema: etree.XMLSchema) -> None:
    in_euro = Payment("PAY-1", Money(1230, "EUR"), Party("Müller GmbH", "Köln", "DE"), DE_IBAN, "Rechnung 77")
    in_dollars = Payment("PAY-2", Money(99, "USD"), Party("Cascade Inc", "Portland", "US"), US_ACCOUNT, "PO 7781")
    for payment in (in_euro, in_dollars):
        content = write(_one(payment))
        schema.assertValid(etree.fromstring(content))
        assert read_totals(content).currencies == (payment.amount.currency,)
    content = write(_one(in_euro, Service.SEPA))
    assert _text(content, ".//p:CdtrAgt//p:BICFI") == ["COBADEFFXXX"]
    assert _text(content, ".//p:Cdtr/p:PstlAdr/p:TwnNm") == ["Koln"]
    without_bic = replace(in_euro, account=IbanAccount(DE_IBAN.iban))
    assert _text(write(_one(without_bic, Service.SEPA)), ".//p:CdtrAgt//p:Othr/p:Id") == ["NOTPROVIDED"]


# --- What is refused

PAYMENT = Payment("PAY-1", Money(100), Party("Avon Plant Hire"), BankAccount("200415", "87654321"), "INV/0043")

REFUSED = {
    "no payments": ("cash.file-empty", replace(MONTH_END, payments=())),
    "nought pounds": ("cash.amount-refused", _one(replace(PAYMENT, amount=Money(0)))),
    "a credit": ("cash.amount-refused", _one(replace(PAYMENT, amount=Money(-1)))),
    "more digits than the format has": ("cash.amount-refused", _one(replace(PAYMENT, amount=Money(10**18)))),
    "euros by Bacs": ("cash.currency-refused", _one(replace(PAYMENT, amount=Money(1, "EUR")), Service.BACS)),
    "pounds by SEPA": ("cash.currency-refused", _one(PAYMENT, Service.SEPA)),
    "two currencies": (
        "cash.currencies-mixed",
        replace(
            _one(PAYMENT),
            payments=(PAYMENT, replace(PAYMENT, end_to_end_id="PAY-2", amount=Money(1, "EUR"), account=DE_IBAN)),
        ),
    ),
    "a German account by Bacs": ("cash.account-refused", _one(replace(PAYMENT, account=DE_IBAN), Service.BACS)),
    "a sort code by SEPA": ("cash.account-refused", _one(replace(PAYMENT, amount=Money(1, "EUR")), Service.SEPA)),
    "our own account abroad, by Bacs": ("cash.account-refused", replace(MONTH_END, debtor_account=DE_IBAN)),
    "one payment twice": ("cash.payment-duplicated", replace(MONTH_END, payments=(PAYMENT, PAYMENT))),
    "no reference": ("cash.field-missing", _one(replace(PAYMENT, reference=" "))),
    "no payee": ("cash.field-missing", _one(replace(PAYMENT, creditor=Party("")))),
    "no message id": ("cash.field-missing", replace(MONTH_END, message_id="")),
    "a reference of 19 by Bacs": ("cash.field-too-long", _one(replace(PAYMENT, reference="A" * 19), Service.BACS)),
    "a reference of 141": ("cash.field-too-long", _one(replace(PAYMENT, reference="A" * 141))),
    "a payee of 141": ("cash.field-too-long", _one(replace(PAYMENT, creditor=Party("A" * 141)))),
    "an id of 36": ("cash.field-too-long", _one(replace(PAYMENT, end_to_end_id="A" * 36))),
    "a payee in Cyrillic": ("cash.character-refused", _one(replace(PAYMENT, creditor=Party("Ромашка")))),
    "a control character": ("cash.character-refused", _one(replace(PAYMENT, reference="INV\x001"))),
    "an id with an accent": ("cash.character-refused", _one(replace(PAYMENT, end_to_end_id="PÀY"))),
    "an id with two slashes": ("cash.character-refused", _one(replace(PAYMENT, end_to_end_id="A//B"))),
    "a mistyped IBAN": (
        "identifiers.wrong",
        _one(replace(PAYMENT, account=IbanAccount("DE89370400440532013001"))),
    ),
    "a country by name": ("identifiers.wrong", _one(replace(PAYMENT, creditor=Party("A", "Paris", "France")))),
    "no time zone": ("dates.instant-without-zone", replace(MONTH_END, created_at=datetime(2026, 9, 30, 16))),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_a_bank_would_send_back_is_refused_here_by_name(what: str) -> None:
    code, file = REFUSED[what]
    with pytest.raises(Invalid) as refusal:
        write(file)
    assert refusal.value.code == code


def test_no_refusal_repeats_a_whole_account_number() -> None:
    for _, file in REFUSED.values():
        with pytest.raises(HanaperError) as refusal:
            write(file)
        said = str(refusal.value)
        assert "87654321" not in said and "370400440532013" not in said


WRITTEN = """
as the payee writes it     by Bacs                   by SEPA and abroad
Crème Brûlée Ltd           CREME BRULEE LTD          Creme Brulee Ltd
O’Brien & Sons             OBRIEN & SONS             O'Brien + Sons
Smith — Jones (Leeds)      SMITH - JONES LEEDS       Smith - Jones (Leeds)
Łódź Œuvre Straße Þór      LODZ OEUVRE STRASSE THOR  Lodz OEuvre Strasse Thor
A+B Supplies               A&B SUPPLIES              A+B Supplies
info@example: £5; 50% off  INFO AT EXAMPLE GBP5 50 OFF  info(at)example: GBP5, 50 off
Smith, Jones + Co.         SMITH JONES & CO.         Smith, Jones + Co.
"""


@pytest.mark.parametrize(("written", "by_bacs", "abroad"), rows(WRITTEN))
def test_text_takes_the_nearest_characters_that_the_service_carries(written: str, by_bacs: str, abroad: str) -> None:
    fit = partial(bank_text, written, field="name", where="payment 1", limit=140)
    assert fit(characters=BACS, capitals=True) == by_bacs
    assert fit(characters=LATIN) == abroad


# --- For any input

currencies = {Service.SEPA: st.just("EUR"), Service.INTERNATIONAL: st.sampled_from(["GBP", "EUR", "JPY", "KWD"])}
digits = st.sampled_from(string.digits)
identifiers = st.from_regex(r"[A-Z0-9]{1,4}([-+.:/ ][A-Za-z0-9]{1,6}){0,4}", fullmatch=True)
letters = st.characters(max_codepoint=0x17F, categories=["Lu", "Ll", "Nd", "Zs"])
names = st.builds(lambda first, rest: first + rest, st.sampled_from("AÉØß"), st.text(letters, max_size=40))
references = st.text(string.ascii_letters + string.digits, min_size=1, max_size=18)
sort_codes = st.builds(
    BankAccount,
    st.text(digits, min_size=6, max_size=6),
    st.text(digits, min_size=6, max_size=10),
)
parties = st.builds(
    Party, names, st.none() | st.just("Köln"), st.none() | st.sampled_from(["GB", "FR"]), st.none() | identifiers
)


def _accounts(service: Service) -> st.SearchStrategy[Account]:
    if service is Service.SEPA:
        return st.sampled_from([GB_IBAN, DE_IBAN])
    ours: st.SearchStrategy[Account] = st.one_of(sort_codes, st.just(GB_IBAN))
    return ours if service.rules.is_domestic else st.one_of(ours, st.sampled_from([DE_IBAN, US_ACCOUNT]))


@st.composite
def payment_files(draw: st.DrawFn) -> PaymentFile:
    service = draw(st.sampled_from(Service))
    currency = draw(currencies.get(service, st.just("GBP")))
    amounts = st.builds(Money, st.integers(1, 10**12), st.just(currency))
    payments = st.builds(Payment, identifiers, amounts, parties, _accounts(service), references)
    return PaymentFile(
        message_id=draw(identifiers),
        created_at=draw(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))),
        initiating_party=draw(parties),
        debtor=draw(parties),
        debtor_account=draw(_accounts(service)),
        execution_date=draw(st.dates(date(2000, 1, 1), date(2100, 1, 1))),
        service=service,
        payments=draw(st.lists(payments, min_size=1, max_size=6, unique_by=lambda payment: payment.end_to_end_id)),
    )


@pytest.mark.promise("P33")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(payment_files())
def test_whatever_is_accepted_is_valid_and_its_totals_are_true(schema: etree.XMLSchema, file: PaymentFile) -> None:
    try:
        content = write(file)
    except Invalid:
        reject()  # refused by name; Hypothesis fails this test if that happens to most files
    schema.assertValid(etree.fromstring(content))
    total = sum((payment.amount for payment in file.payments), Money(0, file.payments[0].amount.currency))
    totals = read_totals(content)
    assert totals.agree and totals.message_id == file.message_id
    assert (totals.declared_count, totals.declared_sum) == (len(file.payments), total.to_decimal())
    assert (totals.counted, totals.summed) == (len(file.payments), total.to_decimal())
    assert _text(content, ".//p:EndToEndId") == [payment.end_to_end_id for payment in file.payments]
    assert write(file) == content


@given(st.text(max_size=200))
def test_fitted_text_holds_only_what_the_service_carries_or_is_refused(text: str) -> None:
    for characters in (BACS, LATIN):
        try:
            fitted = bank_text(text, field="name", where="x", limit=140, characters=characters)
        except Invalid:
            continue
        assert set(fitted) <= characters and 0 < len(fitted) <= 140
        assert bank_text(fitted, field="name", where="x", limit=140, characters=characters) == fitted


@given(st.text(max_size=40))
def test_an_identifier_is_kept_as_it_is_or_refused(text: str) -> None:
    with suppress(Invalid):
        assert bank_identifier(text, field="id", where="x") == text


# --- Reading back


@pytest.mark.promise("P33")
@pytest.mark.parametrize(
    ("instead_of", "written"),
    [
        (b"<NbOfTxs>2</NbOfTxs>", b"<NbOfTxs>3</NbOfTxs>"),
        (b"<CtrlSum>5760.50</CtrlSum>", b"<CtrlSum>5760.51</CtrlSum>"),
        (b'<InstdAmt Ccy="GBP">960.50', b'<InstdAmt Ccy="GBP">960.49'),
    ],
    ids=["another count", "another sum", "another amount"],
)
def test_a_file_that_was_touched_no_longer_agrees_with_its_totals(instead_of: bytes, written: bytes) -> None:
    content = write(MONTH_END)
    assert read_totals(content).agree and read_totals(content).summed == Decimal("5760.50")
    for times in (1, 2):  # in the header alone, and in the batch too
        assert not read_totals(content.replace(instead_of, written, times)).agree


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<Document/>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        write(MONTH_END).replace(b"pain.001", b"pain.002"),
        write(MONTH_END).replace(b"960.50", b"a lot"),
        write(MONTH_END).replace(b"<NbOfTxs>2</NbOfTxs>", b""),
        write(MONTH_END)[:-40],
    ],
    ids=["nothing", "text", "another document", "entities", "an answer", "no number", "no count", "cut off"],
)
def test_what_is_not_a_payment_file_is_refused(content: bytes) -> None:
    with pytest.raises(errors.NotAPaymentFile):
        read_totals(content)


def test_a_malformed_bic_is_refused() -> None:
    with pytest.raises(WrongIdentifier):
        write(_one(replace(PAYMENT, account=IbanAccount(DE_IBAN.iban, "COBA"))))


def test_every_refusal_has_words_that_can_be_filled() -> None:
    refusals = [item for item in vars(errors).values() if isinstance(item, type) and issubclass(item, HanaperError)]
    codes = {refusal.code for refusal in refusals if refusal.code}
    assert codes == set(WORDING)
    for words in WORDING.values():
        assert words.format(**{name: "x" for _, name, _, _ in string.Formatter().parse(words) if name})
