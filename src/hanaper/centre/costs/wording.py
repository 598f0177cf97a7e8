WORDING = {
    "costs.service-unknown": "There is no service {found!r}. The services are: {expected}.",
    "costs.cluster-not-in-scope": (
        "Cost to serve shares the cost of a whole centre, and you may not read all the bodies that it serves. Ask for the "
        "duty 'costs.read' for the cluster."
    ),
    "costs.cluster-unknown": "There is no cluster {found!r} that served anybody then. Use a cluster's code.",
    "costs.no-lead": (
        "The cluster {cluster} names no body that hosts its centre, so its cost stands in no books. Name the body first."
    ),
    "costs.duty-cost-invalid": "Row {row}, column {column}: found {found!r}, expected {expected}. Nothing was loaded.",
    "costs.cost-centre-unknown": (
        "The body {body} has no cost centre {found!r} on {on}. Make it first, or use a code that is valid on that day."
    ),
}
