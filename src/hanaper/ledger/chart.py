"""The standard chart of accounts, shared by every body.

Economic codes follow the shape of the Treasury's OSCAR categories; the mapping is Hanaper's own and an assumption until
an operator loads the Treasury's current one, so each row says so in `source`.
"""

from __future__ import annotations

from dataclasses import dataclass

ASSUMED = "Hanaper standard chart, version 1 (assumption: the Treasury's current mapping is loaded by the operator)"


@dataclass(frozen=True)
class ChartEntry:
    """One account with its Treasury facts. subledger: the sub-ledger that the account controls."""

    code: str
    name: str
    type: str
    economic_code: str
    control_total: str
    is_cash: bool = False
    boundary: str = "budget"
    subledger: str = ""
    source: str = ASSUMED


def _balance(code: str, name: str, kind: str, economic: str, subledger: str = "") -> ChartEntry:
    return ChartEntry(code, name, kind, economic, "none", boundary="accounts", subledger=subledger)


def _cost(code: str, name: str, economic: str, total: str = "rdel-admin", cash: bool = True) -> ChartEntry:
    return ChartEntry(code, name, "expense", economic, total, is_cash=cash)


CHART: tuple[ChartEntry, ...] = (
    _balance("1000", "Property, plant and equipment", "asset", "11100000"),
    _balance("1090", "Accumulated depreciation", "asset", "11190000"),
    _balance("1200", "Trade receivables", "asset", "12200000", "receivables"),
    _balance("1210", "Recoverable VAT", "asset", "12210000"),
    _balance("1220", "Advances and overpayments of pay", "asset", "12220000"),
    _balance("1300", "Prepayments", "asset", "12300000"),
    _balance("1400", "Government Banking account", "asset", "12400000", "bank"),
    _balance("1490", "Payments in transit", "asset", "12490000", "payments"),
    _balance("2000", "Trade payables", "liability", "21000000", "payables"),
    _balance("2010", "Goods received, not invoiced", "liability", "21010000", "receipts"),
    _balance("2100", "Accruals", "liability", "21100000"),
    _balance("2200", "Taxation and social security", "liability", "21200000"),
    _balance("2210", "Income tax, National Insurance and loans withheld", "liability", "21210000"),
    _balance("2220", "Pension contributions payable", "liability", "21220000"),
    _balance("2230", "Net pay", "liability", "21230000", "pay"),
    _balance("2240", "Orders and other deductions payable", "liability", "21240000"),
    _balance("2900", "Suspense", "liability", "21900000", "suspense"),
    _balance("3000", "General fund", "equity", "31000000"),
    _balance("3100", "Parliamentary supply", "equity", "31100000"),
    ChartEntry("4000", "Fees and charges", "income", "41000000", "rdel-admin", is_cash=True),
    ChartEntry("4100", "Income from other government bodies", "income", "41100000", "rdel-admin", is_cash=True),
    ChartEntry("4900", "Exchange gains", "income", "41900000", "rdel-admin", is_cash=False),
    _cost("5000", "Wages and salaries", "51100000"),
    _cost("5010", "Employer National Insurance", "51200000"),
    _cost("5020", "Employer pension contributions", "51300000"),
    _cost("5030", "Apprenticeship levy", "51400000"),
    _cost("5100", "Contingent labour", "51800000"),
    _cost("5200", "Consultancy", "52100000", "rdel-programme"),
    _cost("5300", "Accommodation: rent and rates", "52200000"),
    _cost("5310", "Utilities", "52210000"),
    _cost("5320", "Cleaning, maintenance and security", "52220000"),
    _cost("5400", "IT services and licences", "52300000"),
    _cost("5410", "Telecommunications", "52310000"),
    _cost("5500", "Travel and subsistence", "52400000"),
    _cost("5600", "Training", "52500000"),
    _cost("5700", "Office supplies and printing", "52600000"),
    _cost("5800", "Professional services", "52700000", "rdel-programme"),
    _cost("5810", "Shared services charge", "52800000"),
    _cost("5850", "Irrecoverable VAT", "52850000"),
    _cost("5860", "Rounding of invoices", "52860000", cash=False),
    _cost("5900", "Depreciation", "53100000", "rdel-depreciation", cash=False),
    _cost("5910", "Exchange losses", "53200000", cash=False),
    _cost("5950", "Notional costs: audit fee", "53300000", cash=False),
    _cost("6000", "Grants to others", "54100000", "rdel-programme"),
    ChartEntry("7000", "Capital additions", "asset", "11110000", "cdel", is_cash=True),
    ChartEntry("9000", "Budget: resource DEL", "equity", "91000000", "rdel-admin", boundary="budget"),
    ChartEntry("9100", "Commitments outstanding", "equity", "92000000", "none", boundary="accounts"),
)
