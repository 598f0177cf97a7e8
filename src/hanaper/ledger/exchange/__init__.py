"""Dated exchange rates that the operator loads. See README.md."""
