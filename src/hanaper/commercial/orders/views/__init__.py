"""The pages of orders and receipts."""
