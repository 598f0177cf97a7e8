"""Absence: the days on which somebody employed is away, and why."""
