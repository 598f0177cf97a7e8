"""Pure rules of service levels."""
