"""P45 and P60 as PDF/UA-1: tagged, titled, in British English, so that a screen reader reads them as they are meant.

Both are substitute forms. The P45 has Parts 1A, 2 and 3 one after the other, each with the items that table 2 of
regulation 36 names for it (SI 2003/2682), under the numbers of HMRC's form P45(Continuous). The P60 has what regulation
67(2) and (3) name, and the columns of HMRC's form as its specification RD1 for 2025-26 lists them. HMRC approves
substitute forms before they are used: whoever runs this service asks for that approval; it was not asked for here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib import resources


@dataclass(frozen=True)
class Item:
    """One item of a form: its label and what it says."""

    label: str
    value: str


@dataclass(frozen=True)
class PaperTable:
    """A table of a form: its caption, the heads of its columns, and rows of words of the same length."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Part:
    """A part of a certificate: whom it is for, its items, tables and notes."""

    title: str
    copy: str
    items: Sequence[Item]
    tables: Sequence[PaperTable] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class CertificatePaper:
    """Everything that a certificate says, in the words in which it says it."""

    title: str
    employer: str
    parts: Sequence[Part] = field(default=())
    synthetic: bool = False


def certificate_pdf(paper: CertificatePaper) -> bytes:
    """The certificate as PDF/UA-1. The same words make the same pages."""
    import typst

    template = resources.files("hanaper.hr.pay.papers").joinpath("certificate.typ").read_bytes()
    data = json.dumps(asdict(paper), ensure_ascii=False)
    made = typst.compile(template, sys_inputs={"data": data}, format="pdf", pdf_standards=["ua-1"])
    assert isinstance(made, bytes), "one PDF, not pages"
    return made
