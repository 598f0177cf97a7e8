"""Pure rules of satisfaction."""
