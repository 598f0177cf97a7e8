"""Figures that law and policy set, each with its dates and its source. Never a constant in code.

    >>> from datetime import date
    >>> from hanaper import parameters
    >>> days = parameters.get("uk/cabinet_office/prompt_payment/days_target", on=date(2026, 4, 1))
    >>> days.whole_number, days.unit, days.is_assumption
    (5, 'days after receipt', False)

A parameter is one YAML file, `<jurisdiction>/<body>/<instrument>/<name>.yaml`, so that the folder says who set it. It
is asked for by the date that the rule names (payment date, tax point), never by today. What nobody knows stays unknown
and is refused when it is needed; what Hanaper itself chose says that it is an assumption.
"""

from hanaper.parameters.bank_holidays import england_and_wales
from hanaper.parameters.loader import Row, Scalar, Source, Table, Value, get, history, names

__all__ = ["Row", "Scalar", "Source", "Table", "Value", "england_and_wales", "get", "history", "names"]
