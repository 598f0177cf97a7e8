"""The shared service centre itself: service levels, cost to serve."""
