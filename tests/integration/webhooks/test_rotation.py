"""Signing secrets change without a gap: old and new verify for as long as the shop said, then only the new ones."""

from __future__ import annotations

import base64
import datetime as dt

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook, WebhookVerificationError

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tests.integration.webhooks.endpoints import endpoint, publish, secrets, told, voided
from tests.integration.webhooks.orders import order, secrets_of, send, stocked
from webhooks.models import SigningSecret
from webhooks.selectors import list_secrets
from webhooks.services.delete_endpoint import delete_endpoint
from webhooks.services.purge_deliveries import purge_deliveries
from webhooks.services.reveal_signing_secrets import reveal_signing_secrets
from webhooks.services.rotate_signing_secrets import rotate_signing_secrets

HOUR, DAY, NONE = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta()


@pytest.fixture(autouse=True)
def still(time_machine):
    """The clock stands unless it is moved; at the real time, as verifiers look at it too."""
    time_machine.move_to(now(), tick=False)


def rotate(tenant, made, overlap):
    with tenant_context(tenant):
        rotate_signing_secrets(tenant=tenant, overlap=overlap, now=now(), endpoint_id=made.id if made else None)


def called(tenant, receiver):
    """A fresh call of the endpoints of a shop."""
    publish(tenant, voided())
    assert send() >= 1
    return receiver.calls[-1]


def verify(call, secret) -> bool:
    try:
        Webhook(secret).verify(call.body, call.headers)
    except WebhookVerificationError:
        return False
    return True


def verify_asymmetric(call, public) -> bool:
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public.removeprefix("whpk_")))
    signed = f"{call.id}.{call.headers['webhook-timestamp']}.".encode() + call.body
    for each in call.headers["webhook-signature"].split():
        if each.startswith("v1a,"):
            try:
                key.verify(base64.b64decode(each.removeprefix("v1a,")), signed)
            except InvalidSignature:
                continue
            return True
    return False


def test_old_and_new_verify_inside_the_overlap_and_only_the_new_one_after_it(tenant, receiver, time_machine):
    made = endpoint(tenant, receiver, "code.voided")
    [old] = secrets(tenant, made)
    rotate(tenant, made, DAY)
    new, still_signs = secrets(tenant, made)
    assert (still_signs, new != old) == (old, True)
    call = called(tenant, receiver)
    assert (verify(call, old), verify(call, new)) == (True, True)
    assert call.headers["webhook-signature"].count("v1,") == 2
    time_machine.shift(DAY - dt.timedelta(seconds=1))
    assert verify(called(tenant, receiver), old)
    time_machine.shift(1)
    call = called(tenant, receiver)
    assert (verify(call, old), verify(call, new)) == (False, True)
    assert call.headers["webhook-signature"].count(",") == 1


def test_without_an_overlap_all_old_ones_end_at_once(tenant, receiver):
    made = endpoint(tenant, receiver, "code.voided")
    for _ in range(3):
        rotate(tenant, made, 7 * DAY)
    old = secrets(tenant, made)
    assert len(old) == 4
    rotate(tenant, made, NONE)
    [new] = secrets(tenant, made)
    call = called(tenant, receiver)
    assert [verify(call, each) for each in [new, *old]] == [True] + [False] * 4
    with platform_context():
        assert SigningSecret.objects.filter(endpoint_id=made.id).count() == 1, "a leaked one is not even kept"


def test_several_rotations_keep_four_old_ones_each_to_its_own_end(tenant, receiver, time_machine):
    made = endpoint(tenant, receiver, "code.voided")
    seen = secrets(tenant, made)
    for _ in range(6):
        rotate(tenant, made, DAY)
        seen.insert(0, secrets(tenant, made)[0])
        time_machine.shift(HOUR)
    assert secrets(tenant, made) == seen[:5], "the current one first, then the newest of the old ones"
    call = called(tenant, receiver)
    assert [verify(call, each) for each in seen] == [True] * 5 + [False] * 2
    time_machine.shift(19 * HOUR)  # the first of those four ends a day after it was replaced, in another hour
    call = called(tenant, receiver)
    assert [verify(call, each) for each in seen] == [True] * 5 + [False] * 2
    time_machine.shift(HOUR + dt.timedelta(seconds=1))
    call = called(tenant, receiver)
    assert [verify(call, each) for each in seen[:5]] == [True, True, True, True, False]


def test_old_ones_that_are_over_take_no_place_of_one_that_still_signs(tenant, receiver, time_machine):
    made = endpoint(tenant, receiver, "code.voided")
    [longest] = secrets(tenant, made)
    rotate(tenant, made, 7 * DAY)
    for _ in range(3):
        rotate(tenant, made, HOUR)
    time_machine.shift(2 * HOUR)
    rotate(tenant, made, HOUR)
    assert longest in secrets(tenant, made)
    assert verify(called(tenant, receiver), longest)
    with platform_context():
        purge_deliveries(now=now())
    assert verify(called(tenant, receiver), longest)


def test_a_key_pair_is_rotated_with_it(tenant, receiver, time_machine):
    made = endpoint(tenant, receiver, "code.voided", ed25519=True)

    def publics():
        return [each.public for each in list_secrets(tenant, now(), made.id) if each.kind == "v1a"]

    [old] = publics()
    rotate(tenant, made, HOUR)
    [new, same] = publics()
    assert same == old != new
    call = called(tenant, receiver)
    assert (verify_asymmetric(call, old), verify_asymmetric(call, new)) == (True, True)
    time_machine.shift(HOUR)
    call = called(tenant, receiver)
    assert (verify_asymmetric(call, old), verify_asymmetric(call, new)) == (False, True)
    assert call.headers["webhook-signature"].count(",") == 2


def test_each_endpoint_and_the_shop_and_its_twin_have_their_own(tenant, other_tenant, receiver):
    first, second = endpoint(tenant, receiver.url("/1"), "code.voided"), endpoint(tenant, receiver.url("/2"), "*")
    twin = ensure_twin(live=tenant, now=now())
    of_twin = endpoint(twin, receiver.url("/twin"), "code.voided")
    everyone = [*secrets(tenant, first), *secrets(tenant, second), *secrets(twin, of_twin), *secrets_of(tenant)]
    assert len(set(everyone)) == len(everyone) == 4
    rotate(tenant, first, NONE)
    after = [*secrets(tenant, first), *secrets(tenant, second), *secrets(twin, of_twin), *secrets_of(tenant)]
    assert [old == new for old, new in zip(everyone, after, strict=True)] == [False, True, True, True]
    rotate(tenant, None, NONE)
    assert (secrets(tenant, first), secrets(tenant, second)) == (after[:1], after[1:2])
    assert secrets_of(tenant) != after[3:]
    order(tenant, stocked(tenant), receiver.url("/order"))
    send()
    calls = {call.path: call for call in receiver.calls}
    assert verify(calls["/order"], secrets_of(tenant)[0])
    assert not verify(calls["/order"], secrets(tenant, second)[0])
    with pytest.raises(RecordNotFound):
        rotate(other_tenant, first, HOUR)
    assert secrets(tenant, first) == after[:1]


def test_of_an_endpoint_that_is_gone_there_are_no_secrets_and_none_are_made(tenant, receiver):
    made = endpoint(tenant, receiver, "code.voided", ed25519=True)
    with tenant_context(tenant):
        delete_endpoint(endpoint_id=made.id, now=now())
    with pytest.raises(RecordNotFound):
        rotate(tenant, made, HOUR)
    with tenant_context(tenant), pytest.raises(RecordNotFound):
        reveal_signing_secrets(endpoint_id=made.id, actor="key_1", now=now())
    with platform_context():
        assert not SigningSecret.objects.filter(endpoint_id=made.id).exists()


@pytest.mark.parametrize("overlap", [dt.timedelta(seconds=-1), 7 * DAY + dt.timedelta(seconds=1)], ids=["less", "more"])
def test_an_overlap_is_nothing_to_seven_days(tenant, receiver, overlap):
    made = endpoint(tenant, receiver, "code.voided")
    with pytest.raises(ValueError, match="overlap"):
        rotate(tenant, made, overlap)
    rotate(tenant, made, 7 * DAY)
    assert len(secrets(tenant, made)) == 2


def test_events_say_that_it_was_done_and_when_the_old_one_ends_and_who_looked_but_no_secret(tenant, receiver):
    made = endpoint(tenant, receiver, "code.voided")
    rotate(tenant, made, HOUR)
    [rotated] = told(tenant, "webhook_endpoint.secret_rotated")
    assert rotated["old_signs_until"] == (now() + HOUR).isoformat()
    with tenant_context(tenant):
        shown = reveal_signing_secrets(endpoint_id=made.id, actor="owner@alpha.example", now=now())
    [looked] = told(tenant, "webhook_endpoint.secret_revealed")
    assert looked["actor"] == "owner@alpha.example"
    assert [each.text for each in shown] == secrets(tenant, made)
    for each in shown:
        assert each.text.removeprefix("whsec_") not in repr([rotated, looked, each])
