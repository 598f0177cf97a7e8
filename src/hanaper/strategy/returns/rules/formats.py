"""The five returns as data: their columns and what each may hold. Schemas, templates and checks read nothing else.

workforce   one row a body and month: the monthly workforce template of April 2022, its 41 columns
invoices    one row an invoice paid in the month
contracts   one row a contract in force at the month's end
cost        one row a category of running cost of the month
measures    one row a service measure of the month

A change opens the next version of a format; the earlier one stays readable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Kind = Literal["text", "whole", "decimal", "money", "date"]
AMOUNT: Final = r"^-?\d+(\.\d{1,2})?$"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. name: as our template writes it; title: as the published template does, read alike. needed: whether a
    cell may be empty. choices: a controlled list. least: of numbers."""

    name: str
    kind: Kind = "text"
    title: str = ""
    needed: bool = True
    choices: tuple[str, ...] = ()
    least: int | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """A total with its parts, which add up to it within a tolerance."""

    total: str
    parts: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Format:
    """A return. key: columns that no two rows share. sums: what must add up. later: columns that no date may pass."""

    kind: str
    version: int
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sums: tuple[Sum, ...] = ()
    not_later: tuple[str, ...] = ()
    example: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def needed(self) -> list[str]:
        return [column.name for column in self.columns if column.needed]

    def column(self, name: str) -> Column:
        """The column of that name. Raises LookupError."""
        return next(column for column in self.columns if column.name == name)


ORGANISATION_TYPES: Final = (
    "Ministerial Department",
    "Non-Ministerial Department",
    "Executive Agency",
    "Executive Non-Departmental Public Body",
    "Crown Non-Departmental Public Body",
    "Special Health Authority",
    "Other",
)
GRADES: Final = (
    ("aa_ao", "AO/AA"), ("eo", "EO"), ("heo_seo", "SEO/HEO"), ("g7_g6", "Grade 6/7"), ("scs", "SCS"),
    ("other", "Other, unknown, unspecified"),
)  # fmt: skip
NON_PAYROLL: Final = (
    ("agency", "Admin and Clerical"),
    ("interim", "Interim Managers & Specialist Contractors & Medical"),
    ("contingent", "Other Contingent labour"),
)
CONTINGENT: Final = "Non-payroll staff; Total Contingent labour"
PAYBILL: Final = (
    ("salary", "Salary"), ("allowances", "Allowances"), ("performance", "Non-consolidated performance payments"),
    ("overtime", "Overtime"), ("employer_pension", "Employer pension contributions"),
    ("employer_ni", "Employer national insurance contributions"),
)  # fmt: skip


def _workforce() -> Format:
    columns = [
        Column("year", "whole", "Year", least=2000),
        Column("month", "whole", "Month", least=1),
        Column("organisation", title="Organisation name"),
        Column("organisation_type", title="Organisation type", choices=ORGANISATION_TYPES),
        Column("parent", title="Main, parent or sponsoring department:"),
    ]
    for code, title in GRADES:
        columns += _pair(f"payroll_{code}", f"Payroll staff; {title}")
    columns += _pair("payroll_total", "Payroll staff; Total")
    for code, title in NON_PAYROLL:
        columns += _pair(f"non_payroll_{code}", f"Non-payroll staff; {title}")
    columns += [
        Column(
            "non_payroll_total_headcount", "whole", "Non-payroll staff; Total Contingent labour: Headcount", least=0
        ),
        Column(
            "non_payroll_total_fte",
            "decimal",
            "Non-payroll staff; Total Contingent labour: Full-time equivalent",
            least=0,
        ),
        Column("consultancy_contracts", "whole", "Non-payroll staff; Consultancy; Number of Contracts", least=0),
        *_pair("all_staff", "Grand Total (workforce numbers)"),
    ]
    columns += [Column(f"paybill_{code}", "money", f"Payroll staff costs; {title}", least=0) for code, title in PAYBILL]
    columns += [
        Column("paybill_total", "money", "Payroll staff costs; Total paybill", least=0),
        Column("cost_contingent", "money", "Non-Payroll staff costs; Contingent labour", least=0),
        Column("cost_consultancy", "money", "Non-Payroll staff costs; Consultancy", least=0),
        Column("cost_non_payroll_total", "money", "Non-Payroll staff costs; Total staff costs", least=0),
        Column("cost_total", "money", "Grand Total paybill/staffing (payroll and non-payroll) costs", least=0),
    ]
    grades = [f"payroll_{code}" for code, _ in GRADES]
    others = [f"non_payroll_{code}" for code, _ in NON_PAYROLL]
    return Format(
        "workforce", 1, "Workforce: people and paybill of a month", tuple(columns),
        key=("year", "month", "organisation"),
        sums=(
            Sum("payroll_total_headcount", tuple(f"{name}_headcount" for name in grades), "parts-headcount"),
            Sum("payroll_total_fte", tuple(f"{name}_fte" for name in grades), "parts-fte"),
            Sum("non_payroll_total_headcount", tuple(f"{name}_headcount" for name in others), "parts-headcount"),
            Sum("all_staff_headcount", ("payroll_total_headcount", "non_payroll_total_headcount"), "parts-headcount"),
            Sum("paybill_total", tuple(f"paybill_{code}" for code, _ in PAYBILL), "parts-paybill"),
            Sum("cost_non_payroll_total", ("cost_contingent", "cost_consultancy"), "parts-paybill"),
            Sum("cost_total", ("paybill_total", "cost_non_payroll_total"), "parts-paybill"),
        ),
    )  # fmt: skip


def _pair(name: str, title: str) -> list[Column]:
    return [
        Column(f"{name}_headcount", "whole", f"{title}; Headcount", least=0),
        Column(f"{name}_fte", "decimal", f"{title}; Full-time equivalent", least=0),
    ]


INVOICES: Final = Format(
    "invoices", 1, "Invoices paid in a month",
    (
        Column("department_family", title="Department family"),
        Column("entity", title="Entity"),
        Column("received_on", "date", title="Date received"),
        Column("paid_on", "date", title="Date"),
        Column("expense_type", title="Expense type"),
        Column("expense_area", title="Expense area"),
        Column("supplier", title="Supplier"),
        Column("transaction_number", title="Transaction number"),
        Column("amount", "money", title="Amount"),
        Column("description", title="Description", needed=False),
        Column("supplier_postcode", title="Supplier postcode", needed=False),
        Column("supplier_type", title="Supplier type", needed=False, choices=("Large", "SME", "VCS", "Public Sector")),
        Column("contract_number", title="Contract number", needed=False),
    ),
    key=("entity", "transaction_number"),
    not_later=("received_on", "paid_on"),
    example={
        "department_family": "Department for Examples", "entity": "Department for Examples",
        "received_on": "2026-10-02",
        "paid_on": "2026-10-06", "expense_type": "Cleaning", "expense_area": "Estates",
        "supplier": "A Supplier Ltd", "transaction_number": "100001", "amount": "30125.50",
    },
)  # fmt: skip
CONTRACTS: Final = Format(
    "contracts", 1, "Contracts in force at the end of a month",
    (
        Column("reference"),
        Column("supplier"),
        Column("title"),
        Column("services"),
        Column("starts_on", "date"),
        Column("expires_on", "date"),
        Column("extension", needed=False),
        Column("exit", needed=False),
        Column("annual_value", "money", least=0),
        Column("dual_running_cost", "money", needed=False, least=0),
    ),
    key=("reference",),
    example={
        "reference": "C-1", "supplier": "A Supplier Ltd", "title": "Finance system", "services": "Finance",
        "starts_on": "2021-04-01", "expires_on": "2028-03-31", "extension": "Two years", "exit": "Six months' notice",
        "annual_value": "1200000.00", "dual_running_cost": "300000.00",
    },
)  # fmt: skip
COST: Final = Format(
    "cost", 1, "Running cost of corporate services in a month",
    (
        Column("service", choices=("HR", "Pay", "Finance", "Commercial", "Other")),
        Column("category", choices=("Pay", "Contracts", "Licences", "Accommodation", "Depreciation", "Other")),
        Column("is_one_off", choices=("yes", "no")),
        Column("amount", "money"),
        Column("note", needed=False),
    ),
    key=("service", "category", "is_one_off"),
    example={"service": "Finance", "category": "Pay", "is_one_off": "no", "amount": "41250.00"},
)  # fmt: skip
MEASURES: Final = Format(
    "measures", 1, "Service measures of a month",
    (
        Column("measure"),
        Column("version", "whole", least=1),
        Column("numerator", "decimal"),
        Column("denominator", "decimal", needed=False),
        Column("unit", choices=("documents", "basis points", "seconds", "working days", "pence", "hours")),
        Column("note", needed=False),
    ),
    key=("measure",),
    example={"measure": "prompt-payment", "version": "1", "numerator": "91", "denominator": "100", "unit": "documents"},
)  # fmt: skip

FORMATS: Final[Mapping[str, Format]] = {each.kind: each for each in (_workforce(), INVOICES, CONTRACTS, COST, MEASURES)}


def json_schema(form: Format) -> dict[str, Any]:
    """The format as JSON Schema 2020-12, for a document of rows."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:hanaper:returns:{form.kind}:{form.version}",
        "title": form.title,
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": form.needed,
            "properties": {column.name: _property(column) for column in form.columns},
        },
    }


def _property(column: Column) -> dict[str, Any]:
    made: dict[str, Any] = {"title": column.title or column.name.replace("_", " ").capitalize()}
    match column.kind:
        case "whole":
            made |= {"type": "integer"}
        case "decimal":
            made |= {"type": "number"}
        case "money":
            made |= {"type": "string", "pattern": AMOUNT, "description": "pounds and pence"}
        case "date":
            made |= {"type": "string", "format": "date"}
        case _:
            made |= {"type": "string", "minLength": 1 if column.needed else 0}
    if column.choices:
        made["enum"] = [*column.choices, *([] if column.needed else [""])]
    if column.least is not None and column.kind != "money":
        made["minimum"] = column.least
    return made


def template(form: Format) -> str:
    """A CSV to begin with: the header, and one made-up row where the format has one."""
    rows: list[Sequence[str]] = [form.names]
    if form.example:
        rows.append([form.example.get(name, "") for name in form.names])
    return "".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\r\n" for row in rows)
