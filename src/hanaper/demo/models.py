"""How far a demonstration has come: one row for each deed, written in the deed's own transaction."""

from __future__ import annotations

from django.db import models


class Progress(models.Model):
    """A deed that is done, and what it made: ids by the plan's refs. What is here is never done again."""

    key = models.CharField(max_length=120, primary_key=True)
    made = models.JSONField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["recorded_at", "key"]

    def __str__(self) -> str:
        return self.key
