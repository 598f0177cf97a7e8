"""Convergence: how far bodies have come to one standard process, what deviates, and by which paths work goes."""
