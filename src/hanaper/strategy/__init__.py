"""Strategy: the clusters of government, what is claimed about them, what is measured, and the update."""
