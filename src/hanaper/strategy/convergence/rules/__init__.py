"""Pure rules of convergence."""
