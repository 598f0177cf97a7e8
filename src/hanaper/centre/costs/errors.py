"""What can go wrong with cost to serve."""

from hanaper.kernel.errors import Invalid, NotThere, Refused


class ServiceUnknown(Invalid):
    """The centre serves no service of that code."""

    code = "costs.service-unknown"


class ClusterNotInScope(Refused):
    """Cost to serve shares the cost of a whole cluster, and the reader may not read all of its bodies."""

    code = "costs.cluster-not-in-scope"
    status = 403


class ClusterNotThere(NotThere):
    """No cluster of that code."""

    code = "costs.cluster-not-there"


class NoLead(Refused):
    """The cluster names no body that hosts its centre, so there are no books to read its cost from."""

    code = "costs.no-lead"


class DutyCostInvalid(Invalid):
    """A row of a file of duty costs cannot be read."""

    code = "costs.duty-cost-invalid"


class CostCentreUnknown(Invalid):
    """The host body has no cost centre of that code on the day."""

    code = "costs.cost-centre-unknown"


class ClusterUnknown(Invalid):
    """The command line named a cluster that is not there."""

    code = "costs.cluster-unknown"
