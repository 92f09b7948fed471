"""The entry point."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ParamSpec, Protocol, TypeVar, cast

import httpx

from .errors import OperationFailed
from .generated import VERSION
from .generated.api.api_keys import ApiKeysResource
from .generated.api.balance import BalanceResource
from .generated.api.codes import CodesResource
from .generated.api.deliveries import DeliveriesResource
from .generated.api.events import EventsResource
from .generated.api.exports import ExportsResource
from .generated.api.imports import ImportsResource
from .generated.api.issuance_batches import IssuanceBatchesResource
from .generated.api.issuances import IssuancesResource
from .generated.api.meta import MetaResource
from .generated.api.operations import OperationsResource
from .generated.api.products import ProductsResource
from .generated.api.quotes import QuotesResource
from .generated.api.refunds import RefundsResource
from .generated.api.request_logs import RequestLogsResource
from .generated.api.reservations import ReservationsResource
from .generated.api.skus import SkusResource
from .generated.api.test_helpers import TestHelpersResource
from .generated.api.webhook_endpoints import WebhookEndpointsResource
from .generated.models.event import Event
from .generated.models.export_operation import ExportOperation
from .generated.models.list_events_types_item import ListEventsTypesItem
from .generated.models.operation import Operation
from .generated.types import UNSET
from .transport import Transport

T = TypeVar("T", covariant=True)
P = ParamSpec("P")
RELEASE = "0.1.0"


class Page(Protocol[T]):
    """A page of any list."""

    @property
    def data(self) -> Sequence[T]:
        """What is on it."""

    @property
    def next_cursor(self) -> str | None:
        """Where the next one begins."""


class Kaquan:
    """The API of one shop: ``Kaquan("kq_test_…", base_url="https://api.example.com").meta.ping()``."""

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float = 60.0,
        attempts: int = 4,
        http: httpx.Client | None = None,
    ) -> None:
        """Nothing is sent yet.

        Args:
            api_key: ``KAQUAN_API_KEY`` of the environment when not given.
            base_url: with or without ``/v1``; ``KAQUAN_BASE_URL`` of the environment when not given.
            timeout: seconds, of one attempt.
            attempts: how often a request is sent at most.
            http: your own, for proxies and the like; its base URL and headers are set here.

        Raises:
            ValueError: no key or no base URL.
        """
        key = api_key or os.environ.get("KAQUAN_API_KEY", "")
        base = (base_url or os.environ.get("KAQUAN_BASE_URL", "")).rstrip("/").removesuffix("/v1")
        if not key or not base:
            raise ValueError("an api_key (KAQUAN_API_KEY) and a base_url (KAQUAN_BASE_URL) are needed")
        self._shown = f"{key[:8]}…"
        self._http = http if http is not None else httpx.Client(timeout=timeout)
        self._http.base_url = httpx.URL(base)
        self._http.headers.update(
            {"Authorization": f"Bearer {key}", "Kaquan-Version": VERSION, "User-Agent": f"kaquan-python/{RELEASE}"}
        )
        transport = Transport(self._http, attempts)
        self.api_keys = ApiKeysResource(transport)
        self.balance = BalanceResource(transport)
        self.codes = CodesResource(transport)
        self.deliveries = DeliveriesResource(transport)
        self.events = EventsResource(transport)
        self.exports = ExportsResource(transport)
        self.imports = ImportsResource(transport)
        self.issuance_batches = IssuanceBatchesResource(transport)
        self.issuances = IssuancesResource(transport)
        self.meta = MetaResource(transport)
        self.operations = OperationsResource(transport)
        self.products = ProductsResource(transport)
        self.quotes = QuotesResource(transport)
        self.refunds = RefundsResource(transport)
        self.request_logs = RequestLogsResource(transport)
        self.reservations = ReservationsResource(transport)
        self.skus = SkusResource(transport)
        self.test_helpers = TestHelpersResource(transport)
        self.webhook_endpoints = WebhookEndpointsResource(transport)

    def __repr__(self) -> str:
        return f"Kaquan({self._shown!r}, base_url={str(self._http.base_url)!r})"

    def __enter__(self) -> Kaquan:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def each(self, page: Callable[P, Page[T]], *args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        """Everything on every page of a list: ``kaquan.each(kaquan.issuances.list_issuances, status="completed")``."""
        ask = cast("Callable[..., Page[T]]", page)
        cursor: Any = kwargs.pop("cursor", UNSET)
        while cursor is not None:
            found = ask(*args, cursor=cursor, **kwargs)
            yield from found.data
            cursor = found.next_cursor

    def follow(
        self, after: str = "beginning", *, types: list[ListEventsTypesItem] | None = None, wait: int = 30
    ) -> Iterator[Event]:
        """Every event behind ``after``, as it happens, without end.

        Args:
            after: the id of the last event that you handled.
            types: only these.
            wait: seconds that one request waits for news; below the timeout.
        """
        while True:
            begun = time.monotonic()
            page = self.events.list_events(after=after, types=types or UNSET, wait=wait, limit=100)
            yield from page.data
            after = page.next_after or after
            if not page.data and not page.has_more and time.monotonic() - begun < 1:
                time.sleep(1)  # too many wait already: this one was answered at once

    def wait_for(self, operation: Operation | ExportOperation | str, *, patience: float = 300.0) -> Operation:
        """Long work, once it succeeded.

        Args:
            operation: as it was answered, or its id.
            patience: seconds.

        Raises:
            OperationFailed: it failed or was canceled.
            TimeoutError: it goes on; nothing was stopped.
        """
        name = operation if isinstance(operation, str) else operation.id
        deadline, pause = time.monotonic() + patience, 0.1
        while (now := self.operations.get_operation(name)).status not in {"succeeded", "failed", "canceled"}:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{name} is still {now.status}")
            time.sleep(pause)
            pause = min(pause * 1.5, 2.0)
        if now.status != "succeeded":
            raise OperationFailed(now)
        return now
