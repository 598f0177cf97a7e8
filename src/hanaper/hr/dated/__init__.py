"""Dated records with two time axes, on which people, posts, absence and pay stand."""
