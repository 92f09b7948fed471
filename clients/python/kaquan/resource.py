"""What the generated methods stand on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import httpx

from .transport import Transport

T = TypeVar("T")


class Resource:
    """Operations of one kind of thing."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def _ask(self, request: dict[str, Any], parse: Callable[[httpx.Response], T], *, keyed: bool) -> T:
        return parse(self._transport.send(request, keyed=keyed))
