"""What callbacks are signed with, and that no shop sees or sends anything of another."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import ProgrammingError, connection, transaction
from standardwebhooks import Webhook, WebhookVerificationError

from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.webhooks.orders import (
    deliveries,
    order,
    secrets_of,
    send,
    stocked,
)
from webhooks.models import Delivery, DeliveryAttempt, SigningSecret
from webhooks.services.rotate_signing_secrets import rotate_signing_secrets

CODE = "CANARY-NOTIFY-7F3K9Q2M4X"


def test_another_shop_sees_neither_deliveries_nor_secrets(tenant, other_tenant, receiver):
    order(tenant, stocked(tenant), receiver.url())
    send()
    assert len(deliveries(tenant)) == 1
    with tenant_context(tenant):
        assert Delivery.objects.count() == DeliveryAttempt.objects.count() == 1
    with tenant_context(other_tenant):
        assert Delivery.objects.count() == DeliveryAttempt.objects.count() == 0
    assert set(secrets_of(tenant)).isdisjoint(secrets_of(other_tenant))
    [call] = receiver.calls
    with pytest.raises(WebhookVerificationError):
        Webhook(secrets_of(other_tenant)[0]).verify(call.body, call.headers)


def test_an_event_is_fanned_out_only_in_the_name_of_its_shop(tenant, other_tenant, receiver):
    order(tenant, stocked(tenant), receiver.url())
    send()
    event_id = deliveries(tenant)[0].event_id

    sql = "INSERT INTO public.events_outboxentry (event_id, tenant_role, url, version) VALUES (%s, %s, %s, 'x')"
    with tenant_context(other_tenant), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(sql, [uuid.uuid4(), tenant.role_name, receiver.url()])
        cursor.execute(sql, [event_id, other_tenant.role_name, receiver.url("/stolen")])
    send()
    assert "/stolen" not in [call.path for call in receiver.calls]


def test_a_rotated_secret_signs_along_until_its_time_is_over(tenant, receiver, time_machine):
    shelf = stocked(tenant)
    [old] = secrets_of(tenant)
    time_machine.move_to(now(), tick=True)
    rotate_signing_secrets(tenant=tenant, overlap=dt.timedelta(hours=24), now=now())
    new, still = secrets_of(tenant)
    assert (still, new != old) == (old, True)
    order(tenant, shelf, receiver.url())
    send()
    for secret in (old, new):
        Webhook(secret).verify(receiver.calls[-1].body, receiver.calls[-1].headers)
    time_machine.move_to(now() + dt.timedelta(hours=24, seconds=1))
    order(tenant, shelf, receiver.url())
    send()
    call = receiver.calls[-1]
    Webhook(new).verify(call.body, call.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(call.body, call.headers)
    rotate_signing_secrets(tenant=tenant, overlap=dt.timedelta(), now=now())
    assert new not in secrets_of(tenant)
    with platform_context(), pytest.raises(ValueError, match="overlap"):
        rotate_signing_secrets(tenant=tenant, overlap=dt.timedelta(days=8), now=now())


def test_secrets_are_sealed_where_they_are_stored(tenant):
    [secret] = secrets_of(tenant)
    with platform_context():
        row = SigningSecret.objects.get(tenant_role=tenant.role_name)
    assert secret.removeprefix("whsec_").encode() not in bytes(row.sealed)
    assert secret.encode() not in bytes(row.sealed)
