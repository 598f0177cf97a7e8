"""Orders and receipts: what was agreed, and what arrived. See README.md."""
