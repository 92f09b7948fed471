from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import WebhookEndpointSecretRotated
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef
from webhooks.enums import SecretKind
from webhooks.locks import get_endpoint_locked, get_secrets_locked
from webhooks.models import SigningSecret
from webhooks.sealing import seal_new_secret
from webhooks.services.count_endpoint_event import count_endpoint_event
from webhooks.services.ensure_signing_secrets import ensure_signing_secrets

LONGEST_OVERLAP = dt.timedelta(days=7)
MOST_OLD = 4  # of a kind that sign along


def rotate_signing_secrets(
    *, tenant: TenantRef, overlap: dt.timedelta, now: dt.datetime, endpoint_id: uuid.UUID | None = None
) -> None:
    """New secrets; those before them sign along for a while, so that receivers can be switched without a gap.

    Older ones that still sign along do so until their own ends; of more than four of them the oldest end now.

    Args:
        tenant: the current shop.
        overlap: zero (the old one leaked: all old ones end now) to seven days.
        now: by the wall.
        endpoint_id: whose; without one those of the shop itself.

    Raises:
        RecordNotFound: there is no such endpoint.
    """
    if not dt.timedelta() <= overlap <= LONGEST_OVERLAP:
        raise ValueError("overlap")
    with transaction.atomic():
        if endpoint_id is not None:
            get_endpoint_locked(endpoint_id)  # one that is being deleted gets no secrets again
        ensure_signing_secrets(tenant=tenant, now=now, endpoint_id=endpoint_id)
        with platform_context():
            _replace(tenant, endpoint_id, now, overlap)
        if endpoint_id is not None:
            outside = public_id("we", endpoint_id)
            told = WebhookEndpointSecretRotated(outside, (now + overlap).isoformat())
            publish_event(
                told,
                object_id=public_id("we", endpoint_id),
                now=now,
                sequence=count_endpoint_event(endpoint_id=endpoint_id),
            )


def _replace(tenant: TenantRef, endpoint_id: uuid.UUID | None, now: dt.datetime, overlap: dt.timedelta) -> None:
    rows = get_secrets_locked(tenant.role_name, endpoint_id)
    for kind in sorted({SecretKind(row.kind) for row in rows}):
        old = [row for row in rows if row.kind == kind]
        sign = [row for row in old if row.valid_until is None or row.valid_until > now]
        kept = sign[-MOST_OLD:] if overlap else []
        for row in old:
            if row not in kept:
                row.delete()
            elif row.valid_until is None:
                row.valid_until = now + overlap
                row.save(update_fields=["valid_until"])
        SigningSecret.objects.bulk_create([seal_new_secret(tenant, kind, endpoint_id, now)])
