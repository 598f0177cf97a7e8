"""Hanaper: government shared services on one platform."""
