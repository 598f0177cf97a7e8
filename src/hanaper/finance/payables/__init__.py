"""Supplier invoices from arrival to payment: received, checked, matched, held or approved, posted, paid."""
