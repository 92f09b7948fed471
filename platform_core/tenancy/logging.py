"""Log lines: JSON, with request and tenant, safe to ship."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

import orjson
from django.db import connection

from platform_core.tenancy.request_log import request_id


class JsonFormatter(logging.Formatter):
    """One JSON object a line. Exceptions keep their traceback, never local variables."""

    def format(self, record: logging.LogRecord) -> str:
        """Render the record."""
        # Django reports a refused request after its context was left: then the request itself knows.
        asked = getattr(record, "request", None)
        tenant = getattr(asked, "tenant", None)
        line = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record, asked),
            "request": request_id.get() or getattr(asked, "request_id", None),
            "tenant": tenant.schema_name if tenant else getattr(connection, "schema_name", None),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return orjson.dumps({key: value for key, value in line.items() if value is not None}).decode()


def _message(record: logging.LogRecord, asked: Any) -> str:
    """The words of a record. What Django says of a refused request names its address: what stands in it may be a code."""
    message, path = record.getMessage(), getattr(asked, "path", "")
    match = getattr(asked, "resolver_match", None)
    return message.replace(path, f"/{match.route}") if match is not None and path.strip("/") else message
