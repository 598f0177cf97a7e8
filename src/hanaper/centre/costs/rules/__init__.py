"""Pure rules of cost to serve."""
