"""JSON lines on stderr: ids, codes and times, never values."""

from __future__ import annotations

from typing import Any

from hanaper.config.environment import environment

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "hanaper.config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": environment().log_level},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Statements carry values.
        "django.db.backends": {"handlers": [], "level": "WARNING", "propagate": True},
        "procrastinate": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
