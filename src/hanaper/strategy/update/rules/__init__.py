"""Pure rules of the update."""
