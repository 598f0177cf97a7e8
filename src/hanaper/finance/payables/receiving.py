"""Receiving invoice files: each is stored, judged by the published rules, and becomes a document, many at a time.

A file that arrives by the network and breaks the rules, or was received before, becomes a rejected document with the
reason: nothing is lost, and the supplier can be told why. A file that a person brings is refused to that person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from hanaper.commercial.suppliers.api import Identifier, SiteFacts, party_identifiers, sites_of_parties
from hanaper.finance.payables.models import Invoice, InvoiceFinding, InvoiceLine
from hanaper.finance.payables.process import INVOICE
from hanaper.finance.payables.rules.allocation import LineShare, share_over_lines
from hanaper.finance.payables.rules.check import Finding, Report, check
from hanaper.finance.payables.rules.claims import invoiced
from hanaper.finance.payables.rules.duplicates import normalise_number
from hanaper.finance.payables.rules.einvoice import EInvoice, Line, Party
from hanaper.finance.payables.rules.ubl import read
from hanaper.finance.payables.wording import WORDING
from hanaper.foundation.acts.api import Actor, current_act
from hanaper.foundation.files.api import Upload, file_check, files_store
from hanaper.foundation.interface.wording import explain
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import create
from hanaper.kernel.digest import digest_bytes
from hanaper.kernel.errors import Invalid

FILES_MAX: Final = 5000
FINDINGS_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file as it came. name: what the sender called it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of one file. invoice_id: its document, None where a person's file was refused.
    code: "" where it was received, else why not: `invalid-file` or `duplicate`. report: what the rules say.
    duplicate_of: the number of the invoice that it repeats.
    """

    name: str
    invoice_id: int | None
    code: str
    report: Report
    findings: tuple[Finding, ...] = ()
    duplicate_of: str = ""


@dataclass(slots=True)
class _File:
    """One file on its way."""

    name: str
    content: bytes
    sha256: bytes
    report: Report
    invoice: EInvoice | None = None
    shares: tuple[LineShare, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    parties: tuple[Identifier, ...] = ()
    site: SiteFacts | None = None
    code: str = ""
    storable: bool = True
    duplicate_of: str = ""
    file_id: int = 0
    made: Invoice | None = None

    @property
    def key(self) -> tuple[Any, ...] | None:
        """What makes it the same as another: supplier, number, currency, amount. None where the supplier is unknown."""
        if self.invoice is None or self.site is None:
            return None
        return (
            self.site.entity_id,
            normalise_number(self.invoice.number)[:200],
            self.invoice.currency,
            self.invoice.owed_minor,
        )


def invoices_receive(
    *,
    files: Sequence[ReceivedFile],
    reports: Mapping[bytes, Report] | None = None,
    received_on: date | None = None,
) -> list[Arrival]:
    """Receive invoice files for the act's body; the answers are in their order.

    reports: what `check` said of files already, by the SHA-256 of their bytes: whoever receives many has them checked
        in worker processes beforehand. The others are checked here.
    received_on: the day that the clock of prompt payment starts; the act's day where left out.
    A person's act (duty `invoice.receive`) makes documents of the files that are right and answers for the others; an
    act of automation makes a rejected document of each of the others too. What may not even be stored (of no kind that
    is taken, or harmful) is answered for and leaves nothing.
    """
    act = current_act()
    if len(files) > FILES_MAX:
        raise ValueError(f"{len(files)} files at once; {FILES_MAX} at most")
    by_person = isinstance(act.actor, Actor)
    arrived = [_opened(file, reports or {}) for file in files]
    for each, site in zip(arrived, sites_of_parties([each.parties for each in arrived]), strict=True):
        each.site = site
    _find_duplicates(arrived)
    kept = [each for each in arrived if each.storable and not (each.code and by_person)]
    _store(kept)
    day = received_on or act.today
    right = [each for each in kept if not each.code]
    _create("upload" if by_person else "receive", right, day)
    for code in ("invalid-file", "duplicate"):
        _create("turn-away", [each for each in kept if each.code == code], day, reason=code)
    _write_parts([each for each in kept if each.made is not None])
    return [
        Arrival(
            name=each.name,
            invoice_id=each.made.pk if each.made else None,
            code=each.code,
            report=each.report,
            findings=tuple(each.findings),
            duplicate_of=each.duplicate_of,
        )
        for each in arrived
    ]


def _opened(file: ReceivedFile, reports: Mapping[bytes, Report]) -> _File:
    """The file with what the rules say of it, and its invoice where it holds a valid one."""
    sha256 = digest_bytes(file.content)
    report = reports.get(sha256) or check(file.content, name=file.name)
    found = _File(file.name, file.content, sha256, report, findings=list(report.findings))
    try:
        invoice = read(file.content)
        found.parties = _parties(invoice.supplier)
        found.invoice = invoice
        if report.valid:
            found.shares = share_over_lines(invoice)
    except Invalid as error:  # valid by the rules, and yet without something that money depends on
        rule = getattr(error, "rule", "HAN-READ")
        if report.valid:
            found.findings.append(Finding(rule, "fatal", "", WORDING[error.code].format_map(error.values)))
        found.invoice = None
    try:
        file_check(Upload(file.name, file.content))
    except Invalid as error:
        found.storable = False
        found.findings.append(Finding("HAN-FILE", "fatal", "", explain(error).text))
    if not report.valid or found.invoice is None or not found.storable:
        found.code = "invalid-file"
    return found


def _parties(party: Party) -> tuple[Identifier, ...]:
    return party_identifiers(
        country=(party.address.country if party.address else None) or "",
        company_id=(party.company_id.scheme or "", party.company_id.value) if party.company_id else None,
        vat_id=party.vat_id,
        endpoint=(party.endpoint.scheme or "", party.endpoint.value) if party.endpoint else None,
        others=[(each.scheme or "", each.value) for each in party.identifiers],
    )


def _find_duplicates(arrived: Sequence[_File]) -> None:
    """The same file, or the same number of the same supplier for the same amount, here before or earlier among these.

    Exact only: what is merely alike is held at the match, where a person compares.
    """
    keys = {each.key for each in arrived if each.key}
    digests = [each.sha256 for each in arrived]
    known: dict[object, str] = {}
    before = Invoice.objects.exclude(state="rejected").order_by("-pk")
    fields = ("entity_id", "number_key", "currency", "payable_minor", "sha256", "number")
    alike = before.filter(number_key__in={key[1] for key in keys}) if keys else before.none()
    for *key, _, number in alike.values_list(*fields):
        known[tuple(key)] = number
    for *_, sha256, number in before.filter(sha256__in=digests).values_list(*fields):
        known[bytes(sha256)] = number
    for each in arrived:
        if each.code:
            continue
        first = known.get(each.sha256) or (known.get(each.key) if each.key else None)
        if first is not None:
            each.code, each.duplicate_of = "duplicate", first
        else:
            known[each.sha256] = each.name
            if each.key:
                known[each.key] = each.name


def _store(kept: Sequence[_File]) -> None:
    stored = files_store(files=[Upload(each.name, each.content) for each in kept])
    for each, file in zip(kept, stored, strict=True):
        each.file_id = file.pk


def _create(step: str, files: Sequence[_File], day: date, *, reason: str = "") -> None:
    if not files:
        return
    made = create(INVOICE, step, [_document(each, day) for each in files], reason=reason)
    for each, document in zip(files, made, strict=True):
        each.made = document
    take("invoice", Invoice, [document.pk for document in made], prefix="INV")


def _document(file: _File, day: date) -> Invoice:
    """The document of a file. One that cannot be read is known by its name alone."""
    invoice = file.invoice
    common: dict[str, Any] = {
        "received_on": day,
        "file_id": file.file_id,
        "sha256": file.sha256,
        "rules_version": file.report.rules_version[:20],
        "supplier_ids": [f"{each.scheme}:{each.value}"[:120] for each in file.parties],
        "entity_id": file.site.entity_id if file.site else None,
        "body_site_id": file.site.body_site_id if file.site else None,
    }
    if invoice is None:
        nothing = dict.fromkeys(("net_minor", "tax_minor", "extra_minor", "payable_minor"), 0)
        return Invoice(
            kind=Invoice.Kind.INVOICE,
            supplier_number=file.name[:200],
            number_key=normalise_number(file.name)[:200],
            supplier_name="",
            issue_date=day,
            currency="GBP",
            **nothing,
            **common,
        )
    sign, totals = invoice.sign, invoice.totals
    return Invoice(
        kind=invoice.kind,
        supplier_number=invoice.number[:200],
        number_key=normalise_number(invoice.number)[:200],
        supplier_name=invoice.supplier.name[:200],
        issue_date=invoice.issue_date,
        due_date=invoice.due_date,
        currency=invoice.currency,
        net_minor=sign * totals.tax_exclusive_minor,
        tax_minor=sign * (totals.tax_minor or 0),
        extra_minor=invoiced(invoice, supplier=None).extra_minor,
        payable_minor=invoice.owed_minor,
        payable_pence=invoice.owed_minor if invoice.currency == "GBP" else None,
        order_reference=(invoice.order_number or "")[:200],
        preceding_key=normalise_number(invoice.preceding[0].number)[:200] if invoice.preceding else "",
        payee_name=(invoice.payee.name if invoice.payee else "")[:200],
        is_collected=invoice.is_collected,
        remittance_reference=next(
            (means.remittance_reference for means in invoice.payment_means if means.remittance_reference), ""
        )[:200],
        **common,
    )


def _write_parts(files: Sequence[_File]) -> None:
    """Lines and findings of all documents, in a statement each."""
    lines = [
        _line(each.made, number, each.invoice, line, share)
        for each in files
        if each.invoice is not None and each.made is not None
        for number, (line, share) in enumerate(zip(each.invoice.lines, each.shares, strict=False), 1)
    ]
    InvoiceLine.objects.bulk_create(lines, batch_size=2000)
    InvoiceFinding.objects.bulk_create(
        [
            InvoiceFinding(
                body_id=each.made.body_id,
                invoice=each.made,
                place=place,
                rule=finding.rule[:60],
                flag=finding.flag,
                location=finding.location[:300],
                text=finding.text[:1000],
                line_number=finding.line_number,
            )
            for each in files
            if each.made is not None
            for place, finding in enumerate(each.findings[:FINDINGS_MAX], 1)
        ],
        batch_size=2000,
    )


def _line(document: Invoice, number: int, invoice: EInvoice, line: Line, share: LineShare) -> InvoiceLine:
    claim = invoiced(invoice, supplier=None).lines[number - 1]
    sign = invoice.sign
    return InvoiceLine(
        body_id=document.body_id,
        invoice=document,
        line_no=number,
        line_id=line.id[:100],
        name=line.name[:300],
        quantity=claim.quantity,
        unit=claim.unit[:12],
        order_line_reference=(line.order_line or "")[:100],
        item_ids=sorted(each[:200] for each in claim.item_ids),
        net_minor=claim.net_minor,
        cost_minor=sign * share.cost_minor,
        tax_minor=sign * share.tax_minor,
        prepaid_minor=sign * share.prepaid_minor,
        rounding_minor=sign * share.rounding_minor,
        tax_code=line.tax.code[:4],
        tax_percent=line.tax.percent,
    )
