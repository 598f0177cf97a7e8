"""Pure rules of orders: what lines are worth."""
