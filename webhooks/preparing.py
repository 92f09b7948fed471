"""From claimed deliveries to requests that are ready to go: bodies, signatures' secrets, settings, many at a time.

What an endpoint says, and what it is signed with, is read anew for each batch; only what is expensive to open is kept, under
the version that it was opened of.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings

from platform_core.kernel.ids import public_id
from platform_core.tenancy import directory
from platform_core.tenancy.dotted import load
from platform_core.tenancy.reference import TenantRef
from webhooks.enums import PayloadFormat, SecretKind
from webhooks.models import Endpoint, SigningSecret
from webhooks.outgoing import CONTENT_TYPES, Outgoing
from webhooks.sealing import open_headers, open_secret
from webhooks.selectors import Told, list_endpoints_of, list_events_of, list_secrets_of
from webhooks.services.claim_deliveries import TIMEOUT, Claimed
from webhooks.services.ensure_signing_secrets import ensure_signing_secrets

logger = logging.getLogger(__name__)
KEPT = 10_000  # opened things


@dataclass(slots=True)
class Prepared:
    """What became of claimed deliveries: ready to go; of nobody, since shop, event or endpoint are gone; impossible to write."""

    ready: list[tuple[Outgoing, Endpoint | None]] = field(default_factory=list)
    gone: list[uuid.UUID] = field(default_factory=list)
    broken: list[Claimed] = field(default_factory=list)


class Preparer:
    """Prepares deliveries for one process. Used in the platform's context."""

    def __init__(self) -> None:
        [self._render] = load([settings.KAQUAN_EVENT_RENDERER])
        self._secrets: dict[uuid.UUID, str] = {}
        self._headers: dict[tuple[uuid.UUID, dt.datetime], dict[str, str]] = {}
        self._bodies: dict[tuple[uuid.UUID, str, str], bytes] = {}  # of one batch
        self._signing: dict[tuple[str, uuid.UUID | None], tuple[str, ...]] = {}  # of one batch

    def prepare(self, claimed: Sequence[Claimed], now: dt.datetime) -> Prepared:
        """Make requests of them: three queries, however many there are."""
        made = Prepared()
        endpoints = list_endpoints_of({each.endpoint_id for each in claimed if each.endpoint_id is not None})
        events = list_events_of({each.event_id for each in claimed if each.sample is None})
        secrets = self._by_owner(claimed, now)
        self._bodies.clear()
        self._signing.clear()
        for each in claimed:
            try:
                outgoing = self._one(each, endpoints, events, secrets, now)
            except Exception:  # one that cannot be written out must not hold up the others
                logger.exception("delivery %s cannot be prepared", each.id)
                made.broken.append(each)
                continue
            if outgoing is None:
                made.gone.append(each.id)
            else:
                made.ready.append(outgoing)
        return made

    def _one(
        self,
        claimed: Claimed,
        endpoints: dict[uuid.UUID, Endpoint],
        events: dict[uuid.UUID, Told],
        secrets: dict[tuple[str, uuid.UUID | None], list[SigningSecret]],
        now: dt.datetime,
    ) -> tuple[Outgoing, Endpoint | None] | None:
        tenant = directory.find_by_role(claimed.tenant_role)
        event = (
            events.get(claimed.event_id)
            if claimed.sample is None
            else Told.of_sample(claimed.event_id, claimed.tenant_role, claimed.event_type, claimed.sample)
        )
        if tenant is None or event is None or event.tenant_role != claimed.tenant_role:
            return None
        endpoint = endpoints.get(claimed.endpoint_id) if claimed.endpoint_id is not None else None
        if claimed.endpoint_id is not None and (endpoint is None or endpoint.deleted_at is not None):
            return None
        owner = (claimed.tenant_role, claimed.endpoint_id)
        if owner not in self._signing:
            self._signing[owner] = self._texts(tenant, endpoint, secrets.get(owner, []), now)
        format_ = PayloadFormat(endpoint.payload_format) if endpoint else PayloadFormat.STANDARD
        outgoing = Outgoing(
            claimed,
            url=endpoint.url if endpoint else claimed.url,
            livemode=tenant.livemode,
            message_id=public_id("evt", event.id),
            secrets=self._signing[owner],
            body=self._body(event, tenant, endpoint.version if endpoint else claimed.version, format_, claimed),
            content_type=CONTENT_TYPES[format_],
            headers=self._own_headers(tenant, endpoint) if endpoint and endpoint.headers else {},
            timeout=endpoint.timeout if endpoint else TIMEOUT,
        )
        return outgoing, endpoint

    def _body(self, event: Told, tenant: TenantRef, version: str, format_: PayloadFormat, claimed: Claimed) -> bytes:
        """Written once for all endpoints that get the same."""
        key = (event.id, version, format_.value)
        if key not in self._bodies:
            cloudevents, sample = format_ == PayloadFormat.CLOUDEVENTS, claimed.sample is not None
            self._bodies[key] = self._render(event, tenant, version, cloudevents=cloudevents, sample=sample)
        return self._bodies[key]

    def _by_owner(
        self, claimed: Sequence[Claimed], now: dt.datetime
    ) -> dict[tuple[str, uuid.UUID | None], list[SigningSecret]]:
        of_orders = {each.tenant_role for each in claimed if each.endpoint_id is None}
        found: dict[tuple[str, uuid.UUID | None], list[SigningSecret]] = {}
        for row in list_secrets_of({each.endpoint_id for each in claimed if each.endpoint_id}, of_orders, now):
            found.setdefault((row.tenant_role, row.endpoint_id), []).append(row)
        return found

    def _texts(
        self, tenant: TenantRef, endpoint: Endpoint | None, rows: list[SigningSecret], now: dt.datetime
    ) -> tuple[str, ...]:
        """Secrets in the clear, the current ones first; made on first use. v1a only where the endpoint wants it."""
        if not any(row.valid_until is None for row in rows):
            made = ensure_signing_secrets(tenant=tenant, now=now, endpoint_id=endpoint.id if endpoint else None)
            return tuple(each.text for each in made)
        wanted = [row for row in rows if row.kind == SecretKind.HMAC or (endpoint is not None and endpoint.ed25519)]
        if len(self._secrets) > KEPT:
            self._secrets.clear()
        for row in wanted:
            if row.id not in self._secrets:
                self._secrets[row.id] = open_secret(tenant, row).text
        return tuple(self._secrets[row.id] for row in wanted)

    def _own_headers(self, tenant: TenantRef, endpoint: Endpoint) -> dict[str, str]:
        key = (endpoint.id, endpoint.updated_at)
        if key not in self._headers:
            if len(self._headers) > KEPT:
                self._headers.clear()
            self._headers[key] = open_headers(tenant, endpoint)
        return self._headers[key]
