"""Suppliers: who they are, where they are dealt with, and how they are paid. See README.md."""
