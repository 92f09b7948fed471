"""A delivery as it would be sent at this moment: for somebody who looks at it, or sends it by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.conf import settings

from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.dotted import load
from webhooks.enums import PayloadFormat, SecretKind
from webhooks.models import Delivery, Endpoint
from webhooks.outgoing import CONTENT_TYPES
from webhooks.selectors import Told, find_endpoint_ever, list_events_of, list_secrets
from webhooks.signing import sign


@dataclass(frozen=True, slots=True)
class Preview:
    """A request to a receiver. ``headers`` say who calls; of the shop's own headers only the names are told."""

    url: str
    body: bytes
    content_type: str
    headers: dict[str, str] = field(repr=False)
    hidden: tuple[str, ...]


def preview_delivery(*, delivery: Delivery, now: dt.datetime) -> Preview | None:
    """The request that a delivery of the current shop would be, by its receiver's present settings.

    A signature over this body at this time tells nothing of the secret; a receiver takes it for some minutes.

    Args:
        now: the shop's clock; receivers live by the wall's.

    Returns:
        None: its event is kept no longer, or its endpoint and what it was signed with are gone.
    """
    tenant, receiver = current_tenant(), find_receiver(delivery=delivery)
    body = render_body(delivery=delivery)
    if body is None or (receiver is not None and receiver.deleted_at is not None):
        return None
    wall = on_the_wall(now)
    kinds = {SecretKind.HMAC, SecretKind.ED25519} if receiver is not None and receiver.ed25519 else {SecretKind.HMAC}
    secrets = [each.text for each in list_secrets(tenant, wall, delivery.endpoint_id) if each.kind in kinds]
    return Preview(
        url=receiver.url if receiver is not None else delivery.url,
        body=body,
        content_type=CONTENT_TYPES[_format_of(receiver)],
        headers=sign(secrets, message_id=public_id("evt", delivery.event_id), at=wall, body=body),
        hidden=tuple(receiver.header_names) if receiver is not None else (),
    )


def render_body(*, delivery: Delivery) -> bytes | None:
    """What a delivery of the current shop carries, byte for byte; None: its event is kept no longer."""
    receiver, sample = find_receiver(delivery=delivery), delivery.sample is not None
    event = list_events_of([delivery.event_id]).get(delivery.event_id)
    if delivery.sample is not None:
        event = Told.of_sample(delivery.event_id, delivery.tenant_role, delivery.event_type, delivery.sample)
    if event is None:
        return None
    [render] = load([settings.KAQUAN_EVENT_RENDERER])
    version = receiver.version if receiver is not None else delivery.version
    cloudevents = _format_of(receiver) == PayloadFormat.CLOUDEVENTS
    body: bytes = render(event, current_tenant(), version, cloudevents=cloudevents, sample=sample)
    return body


def find_receiver(*, delivery: Delivery) -> Endpoint | None:
    """The endpoint that a delivery of the current shop goes to, a deleted one too; None: a URL that an order named."""
    return find_endpoint_ever(delivery.endpoint_id) if delivery.endpoint_id is not None else None


def _format_of(receiver: Endpoint | None) -> PayloadFormat:
    return PayloadFormat(receiver.payload_format) if receiver is not None else PayloadFormat.STANDARD
