"""One JSON line per event on standard output, each carrying the tenant, none carrying a code."""

from typing import Any

from config.env import env

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "platform_core.tenancy.logging.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env().log_level},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "axes": {"level": "WARNING"},
        "httpx": {
            "level": "WARNING"
        },  # every call is a line else, with its address: some institutions want a secret in it
        "stripe": {"level": "WARNING"},  # every call is two lines else
    },
}
