"""Source to order: suppliers, orders and receipts."""
