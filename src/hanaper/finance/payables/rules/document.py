"""Open an XML file that a stranger sent, safely.

Nothing of the file is expanded, fetched or trusted. Its size is bounded before it is parsed. A document type
declaration is refused before the first element is read, because entities and outside files can only come in through
one; the prolog is read by expat, which hands over each declaration before it acts on it and knows the file's encoding,
so that a search for the bytes `<!DOCTYPE` cannot be led round by UTF-16.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.parsers import expat

from lxml import etree

from hanaper.finance.payables.errors import FileHasDtd, FileNotAnInvoice, FileNotXml, FileTooLarge

BYTES_MAX: Final = 10 * 1024 * 1024
"""The largest file read. libxml2 stops at text of 10 MB in one element (an attachment) for the same reason."""

CAC: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
INVOICE: Final = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CREDIT_NOTE: Final = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
ROOTS: Final = {f"{{{INVOICE}}}Invoice": "Invoice", f"{{{CREDIT_NOTE}}}CreditNote": "CreditNote"}
_CROSS_INDUSTRY: Final = "CrossIndustryInvoice"


def open_document(source: Path | bytes) -> etree._Element:
    """The root element of an XML file, which is either a UBL Invoice or CreditNote or anything else that is XML.

    source: a path, which is read only up to the size limit, or the bytes themselves.
    Raises FileTooLarge, FileHasDtd, FileNotXml; OSError when the path cannot be read.
    """
    content = _bounded(source)
    _refuse_doctype(content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise FileNotXml(found=_in_few_words(error)) from None
    # Expat and libxml2 might disagree about an exotic encoding: what libxml2 saw decides.
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileHasDtd
    return root


def invoice_root(root: etree._Element) -> str:
    """`Invoice` or `CreditNote`, when `root` is a UBL 2.1 one.

    Raises FileNotAnInvoice for any other document, also for an element of that name in another namespace.
    """
    known = ROOTS.get(str(root.tag))
    if known is None:
        raise FileNotAnInvoice(found=_describe(root))
    return known


def local_name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _bounded(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        content, size = source, len(source)
    else:
        with source.open("rb") as file:
            content = file.read(BYTES_MAX + 1)
            # A pipe has no size; what was read then says enough.
            size = max(len(content), source.stat().st_size)
    if size > BYTES_MAX:
        raise FileTooLarge(found=size, limit=BYTES_MAX)
    return content


def _refuse_doctype(content: bytes) -> None:
    def doctype(*_: object) -> None:
        raise FileHasDtd

    def element(*_: object) -> None:
        raise StopIteration  # the prolog is over

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    try:
        parser.Parse(content, True)
    except StopIteration:
        return
    except (expat.ExpatError, LookupError, ValueError):
        # Not XML, or an encoding that expat lacks: libxml2 says so in better words, and its tree is looked at again.
        return


def _in_few_words(error: etree.XMLSyntaxError) -> str:
    text = (error.msg or "it is empty").strip()
    return text[:200]


def _describe(root: etree._Element) -> str:
    name = etree.QName(root)
    if name.localname == _CROSS_INDUSTRY:
        return "a UN/CEFACT CrossIndustryInvoice"
    return f"“{name.localname}” in {f'the namespace {name.namespace}' if name.namespace else 'no namespace'}"
