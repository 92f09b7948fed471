"""Jobs are called by name: whoever asks for work does not import who does it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any

Handler = Callable[..., None]
_handlers: dict[str, Handler] = {}


class JobName(enum.StrEnum):
    """Every job there is. An architecture test holds that each one has a handler."""

    PROVISION_TENANT = "tenancy.provision_tenant"
    RUN_IMPORT = "inventory.run_import"


def handles(name: JobName) -> Callable[[Handler], Handler]:
    """Register the decorated function as the handler of ``name``; it takes the job's payload as keywords."""

    def register(function: Handler) -> Handler:
        if name in _handlers and _handlers[name] is not function:
            raise RuntimeError(f"two handlers for job {name}")
        _handlers[name] = function
        return function

    return register


def handler_of(name: str) -> Handler:
    """The registered handler. Raises KeyError when there is none."""
    return _handlers[name]


def registered() -> dict[str, Any]:
    """All handlers by name."""
    return dict(_handlers)
