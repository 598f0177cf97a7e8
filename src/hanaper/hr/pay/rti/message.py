"""The message around a submission: who sends it, for which employer and year, with the IRmark.

What is written here is canonical XML from the start (no white space between elements, no empty-element tags, attributes
in order), so that the mark is a digest of the very text that is sent, however long it is.

Sources: HMRC RTI RIM artefacts 2025-26. The schemas of 2026-27 were not obtainable when this was written: its namespace
is that of four public code bases, and student loan plan type 05 joins; check against HMRC's release before the first
submission of that year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from xml.sax.saxutils import escape

from hanaper.hr.pay.errors import YearUnknown
from hanaper.hr.pay.rti.irmark import ENVELOPE, of_canonical
from hanaper.kernel.periods import TaxYear

YEARS: Final = {2025: "25-26", 2026: "26-27"}
"""Tax years whose messages are known, by the year of their 6 April."""
PRODUCT, VERSION = "Hanaper", "0.1"


@dataclass(frozen=True, slots=True)
class Employer:
    """Who pays. office_number, reference: the two halves of the PAYE reference. accounts_office: 13 characters."""

    office_number: str
    reference: str
    accounts_office: str


@dataclass(frozen=True, slots=True)
class Sending:
    """How a message goes out. kind: FullPaymentSubmission or EmployerPaymentSummary. year: of the 6 April. is_test: a
    test in live. The sender's password is not in the file: it comes from the environment when the message is sent."""

    kind: str
    message_class: str
    year: int
    employer: Employer
    period_end: date
    at: datetime
    is_test: bool = False
    vendor_id: str = "0000"
    sender_id: str = "SENDER"


def write(sending: Sending, parts: Iterable[str]) -> tuple[bytes, str]:
    """The whole message and its IRmark. parts: the content of the submission after its employer references and year's
    place, in canonical XML. Raises YearUnknown."""
    if sending.year not in YEARS:
        raise YearUnknown(found=str(TaxYear(sending.year)), expected=", ".join(YEARS.values()))
    employer = sending.employer
    namespace = f"http://www.govtalk.gov.uk/taxation/PAYE/RTI/{sending.kind}/{YEARS[sending.year]}/1"
    keys = (
        f'<Keys><Key Type="TaxOfficeNumber">{escape(employer.office_number)}</Key>'
        f'<Key Type="TaxOfficeReference">{escape(employer.reference)}</Key></Keys>'
    )
    before = (
        f'<IRenvelope xmlns="{namespace}"><IRheader>{keys}<PeriodEnd>{sending.period_end}</PeriodEnd>'
        "<DefaultCurrency>GBP</DefaultCurrency>"
    )
    refs = (
        f"<Sender>Employer</Sender></IRheader><{sending.kind}><EmpRefs><OfficeNo>{escape(employer.office_number)}</OfficeNo>"
        f"<PayeRef>{escape(employer.reference)}</PayeRef><AORef>{escape(employer.accounts_office)}</AORef></EmpRefs>"
    )
    after = "".join([refs, *parts, f"</{sending.kind}></IRenvelope>"])
    mark = of_canonical(f'<Body xmlns="{ENVELOPE}">{before}{after}</Body>'.encode())
    whole = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<GovTalkMessage xmlns="{ENVELOPE}">{_head(sending, keys)}'
        f'<Body>{before}<IRmark Type="generic">{mark}</IRmark>{after}</Body></GovTalkMessage>\n'
    )
    return whole.encode(), mark


def pounds(pence: int) -> str:
    """Money as a message holds it: 1234.56.

    >>> pounds(123456), pounds(-5)
    ('1234.56', '-0.05')
    """
    if pence >= 0:
        return f"{pence // 100}.{pence % 100:02d}"
    return f"-{-pence // 100}.{-pence % 100:02d}"


def _head(sending: Sending, keys: str) -> str:
    return (
        "<EnvelopeVersion>2.0</EnvelopeVersion><Header><MessageDetails>"
        f"<Class>{sending.message_class}{'-TIL' if sending.is_test else ''}</Class><Qualifier>request</Qualifier>"
        "<Function>submit</Function><CorrelationID></CorrelationID><Transformation>XML</Transformation>"
        f"<GatewayTest>{1 if sending.is_test else 0}</GatewayTest></MessageDetails><SenderDetails><IDAuthentication>"
        f"<SenderID>{escape(sending.sender_id)}</SenderID><Authentication><Method>clear</Method><Role>principal</Role>"
        "<Value>set-when-sent</Value></Authentication></IDAuthentication></SenderDetails></Header><GovTalkDetails>"
        f"{keys}<ChannelRouting><Channel><URI>{escape(sending.vendor_id)}</URI><Product>{PRODUCT}</Product>"
        f"<Version>{VERSION}</Version></Channel><Timestamp>{sending.at:%Y-%m-%dT%H:%M:%S}</Timestamp></ChannelRouting>"
        "</GovTalkDetails>"
    )
