"""What a file is, judged by its content, and what it may be called. Pure: no database, no Django.

The kinds are few on purpose: what Hanaper never needs it never takes. Nothing here is unpacked or executed; XML with a
document type is refused, because only attacks and museums use one, and every reader of ours forbids it again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

XML, PDF, PNG, CSV = "application/xml", "application/pdf", "image/png", "text/csv"
#: Fixed records, which only Hanaper itself writes: from outside nothing is taken as plain text.
PLAIN = "text/plain"
EXTENSIONS = {XML: ".xml", PDF: ".pdf", PNG: ".png", CSV: ".csv", PLAIN: ".txt"}
NAME_MAX = 100
_PNG = b"\x89PNG\r\n\x1a\n"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UNSAFE = re.compile(r"[^A-Za-z0-9._ ()+-]+")

#: Somebody who finds harm in a content says its name; None where nothing is found.
Scanner = Callable[[bytes], str | None]


def media_type(content: bytes) -> str | None:
    """The kind of the content, or None where it is none that is taken.

    >>> media_type(b"<?xml version='1.0'?><Invoice/>"), media_type(b"code,amount\\nA,1\\n"), media_type(b"MZ\\x90")
    ('application/xml', 'text/csv', None)
    """
    if content.startswith(b"%PDF-"):
        return PDF if b"%%EOF" in content[-2048:] else None
    if content.startswith(_PNG):
        return PNG if b"IEND" in content[-16:] else None
    text = _text(content)
    if text is None:
        return None
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped.startswith("<"):
        return None if _has_doctype(stripped) or _is_html(stripped) else XML
    first = stripped.split("\n", 1)[0]
    return CSV if any(separator in first for separator in ",;\t") else None


def safe_name(name: str, kind: str) -> str:
    """A name for the file that no path, shell, header or reader can stumble over, with the extension of its kind.

    >>> safe_name("../../etc/pass wd\\u202exml.exe", "application/xml"), safe_name("", "text/csv")
    ('pass wd_xml.exe.xml', 'file.csv')
    """
    base = re.split(r"[/\\]", name)[-1]
    plain = unicodedata.normalize("NFKD", base).encode("ascii", "replace").decode().replace("?", "_")
    plain = _UNSAFE.sub("_", plain).strip(". _")
    extension = EXTENSIONS[kind]
    if plain.lower().endswith(extension):
        plain = plain[: -len(extension)].rstrip(". ")
    return (plain[:NAME_MAX].rstrip(". ") or "file") + extension


def eicar(content: bytes) -> str | None:
    """The EICAR test file: what every scanner agrees to call a virus, so that the path to a real one can be proved."""
    # Put together here, so that no scanner takes this file for it.
    mark = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    return "EICAR test file" if mark in content else None


def _text(content: bytes) -> str | None:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")  # what spreadsheets on Windows write
        except UnicodeDecodeError:
            return None
    return None if _CONTROL.search(text) else text


def _has_doctype(text: str) -> bool:
    return re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE) is not None


def _is_html(text: str) -> bool:
    return (
        re.match(r"(<\?xml[^>]*\?>\s*)?(<!--.*?-->\s*)*<(!?html|script|svg)", text, re.IGNORECASE | re.DOTALL)
        is not None
    )
