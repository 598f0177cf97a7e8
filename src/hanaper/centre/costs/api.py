"""The front door of cost to serve.

with reading(actor, "costs.read"):
    report = cost_report(cluster, month_of("2026-11"))
"""

from hanaper.centre.costs.catalogue import PAY_ACCOUNTS, SERVICES, Service, service
from hanaper.centre.costs.errors import (
    ClusterNotInScope,
    ClusterNotThere,
    ClusterUnknown,
    CostCentreUnknown,
    DutyCostInvalid,
    NoLead,
    ServiceUnknown,
)
from hanaper.centre.costs.models import CentreCostCentre, DutyCost
from hanaper.centre.costs.months import CostMonth, ServiceMonth, cost_month, documents_finished, recurrent_costs
from hanaper.centre.costs.report import CostReport, DutyRow, ServedRow, as_data, cost_report
from hanaper.centre.costs.rules.duty_costs import DutyCostRow, read_duty_costs
from hanaper.centre.costs.rules.suppression import hidden, too_few
from hanaper.centre.costs.selectors import CostLine, bodies_served, clusters_in_scope
from hanaper.centre.costs.services import centre_cost_centre_set, duty_costs_load

__all__ = [
    "PAY_ACCOUNTS",
    "SERVICES",
    "CentreCostCentre",
    "ClusterNotInScope",
    "ClusterNotThere",
    "ClusterUnknown",
    "CostCentreUnknown",
    "CostLine",
    "CostMonth",
    "CostReport",
    "DutyCost",
    "DutyCostInvalid",
    "DutyCostRow",
    "DutyRow",
    "NoLead",
    "ServedRow",
    "Service",
    "ServiceMonth",
    "ServiceUnknown",
    "as_data",
    "bodies_served",
    "centre_cost_centre_set",
    "clusters_in_scope",
    "cost_month",
    "cost_report",
    "documents_finished",
    "duty_costs_load",
    "hidden",
    "read_duty_costs",
    "recurrent_costs",
    "service",
    "too_few",
]
