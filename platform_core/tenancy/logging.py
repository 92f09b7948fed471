"""Log lines: JSON, with request and tenant, safe to ship."""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from typing import Any, Final

import orjson
from django.db import InterfaceError, OperationalError, connection

from platform_core.kernel.errors import DomainError
from platform_core.tenancy.request_log import request_id

# Facts of ours, and what services that are away say. Not every OSError: those of mail libraries hold addresses, others URLs.
QUOTE_NOTHING: Final = (DomainError, ConnectionError, TimeoutError, ImportError, OperationalError, InterfaceError)


class JsonFormatter(logging.Formatter):
    """One JSON object a line. Exceptions keep their traceback, never local variables, and their words only where those are known to
    quote nothing: a library's may hold what upset it (an address in an answer of a provider, a row in one of the database).
    """

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

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name that logging knows
        """The error and what led to it, the first one first."""
        chain: list[BaseException] = []
        error: BaseException | None = ei[1]
        while error is not None and error not in chain:
            chain.append(error)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nthen:\n".join(_told(each) for each in reversed(chain))


def _told(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    words = f": {error}" if isinstance(error, QUOTE_NOTHING) else ""
    return "".join(["Traceback (most recent call last):\n", *traceback.format_tb(error.__traceback__), name, words])


def _message(record: logging.LogRecord, asked: Any) -> str:
    """The words of a record. What Django says of a refused request names its address: what stands in it may be a code."""
    message, path = record.getMessage(), getattr(asked, "path", "")
    match = getattr(asked, "resolver_match", None)
    return message.replace(path, f"/{match.route}") if match is not None and path.strip("/") else message
