"""Which endpoint gets which event, once: by type, by what the event says, by the state that the endpoint is in."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction

from platform_core.events.catalogue import IssuanceBatchCompleted
from platform_core.events.models import OutboxEntry
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tests.integration.webhooks.endpoints import (
    activated,
    endpoint,
    events_of,
    forget_outbox,
    fresh,
    issuance,
    outbox,
    publish,
    revealed,
    told,
    voided,
)
from tests.integration.webhooks.orders import deliveries, order, send, stocked
from webhooks.endpoint_settings import conditions_of, filter_of
from webhooks.enums import DisabledReason
from webhooks.errors import EndpointNotActive, EndpointSettingInvalid
from webhooks.models import Delivery
from webhooks.selectors import get_endpoint
from webhooks.services.delete_endpoint import delete_endpoint
from webhooks.services.disable_endpoint import disable_endpoint
from webhooks.services.fan_out_events import fan_out_events
from webhooks.services.send_sample import send_sample
from webhooks.services.set_endpoint_paused import set_endpoint_paused
from webhooks.services.update_endpoint import update_endpoint


def fan_out() -> int:
    with platform_context():
        return fan_out_events(now=now())


def wanted_by(tenant, made) -> list[str]:
    """The types of an endpoint's deliveries."""
    return [each.event_type for each in deliveries(tenant) if each.endpoint_id == made.id]


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["code.voided"], ["code.voided"]),
        (["code.voided", "issuance.completed"], ["code.voided", "issuance.completed"]),
        (["code.*"], ["code.activated", "code.revealed", "code.voided"]),
        (["*"], ["code.activated", "code.revealed", "code.voided", "issuance.completed"]),
        (["*", "code.voided"], ["code.activated", "code.revealed", "code.voided", "issuance.completed"]),
        (["code.redeemed"], []),
        (["issuance.*"], ["issuance.completed"]),
    ],
    ids=["a name", "two names", "a noun", "all", "all and a name", "another name", "another noun"],
)
def test_an_endpoint_gets_the_types_that_it_names(tenant, receiver, types, expected):
    made = endpoint(tenant, receiver, *types)
    forget_outbox(tenant)
    publish(tenant, activated(), issuance(), revealed(), voided())
    fan_out()
    assert sorted(wanted_by(tenant, made)) == expected


def test_a_noun_is_a_whole_word(tenant, receiver):
    """``issuance.*`` is not ``issuance_batch.completed``."""
    made = endpoint(tenant, receiver, "issuance.*")
    forget_outbox(tenant)
    publish(tenant, IssuanceBatchCompleted(**dict.fromkeys(IssuanceBatchCompleted.__dataclass_fields__, "op_1")))
    assert fan_out() == 0
    assert wanted_by(tenant, made) == []


@pytest.mark.parametrize(
    "types", [[], ["nonsense"], ["code.nonsense"], ["co*"], ["*.voided"], ["code.*.x"], ["%"]], ids=str
)
def test_a_type_that_does_not_exist_is_refused(tenant, receiver, types):
    with pytest.raises(EndpointSettingInvalid):
        endpoint(tenant, receiver, event_types=types)


FILTERS = {
    "equals": ({"field": "sku", "equals": "sku_a"}, ["a"]),
    "one of several": ({"field": "sku", "in": ["sku_a", "sku_b"]}, ["a", "b"]),
    "none of them": ({"field": "sku", "in": ["sku_x", "sku_y"]}, []),
    "a number, compared as text": ({"field": "issuance.quantity", "equals": "3"}, ["c"]),
    "a field inside": ({"field": "issuance.where.city", "equals": "上海"}, ["c"]),
    "an absent field": ({"field": "nothing", "equals": "sku_a"}, []),
    "an absent field inside": ({"field": "sku.nothing", "equals": "sku_a"}, []),
    "null is not the word null": ({"field": "issuance", "equals": "null"}, []),
    "no wildcard": ({"field": "sku", "equals": "sku_%"}, []),
}


@pytest.mark.parametrize(("condition", "expected"), FILTERS.values(), ids=FILTERS.keys())
def test_a_content_filter_lets_through_what_it_names(tenant, receiver, condition, expected):
    kept = filter_of([condition])
    made = endpoint(tenant, receiver, "code.*", content_filter=kept)
    assert conditions_of(made.content_filter) == [condition]
    forget_outbox(tenant)
    inside = {"quantity": 3, "where": {"city": "上海"}}
    publish(tenant, voided(sku="sku_a", reason="a"), voided(sku="sku_b", reason="b"))
    publish(tenant, voided(sku="sku_c", reason="c", issuance=inside))
    fan_out()
    said = {each["id"]: each["reason"] for each in told(tenant, "code.voided")}
    assert sorted(said[each.object_id] for each in deliveries(tenant) if each.endpoint_id == made.id) == expected


def test_all_conditions_of_a_filter_must_hold(tenant, receiver):
    both = filter_of([{"field": "sku", "equals": "sku_a"}, {"field": "status", "in": ["voided", "active"]}])
    made = endpoint(tenant, receiver, content_filter=both)
    forget_outbox(tenant)
    publish(
        tenant, voided(sku="sku_a"), voided(sku="sku_b"), voided(sku="sku_a", status="lost"), activated(sku="sku_a")
    )
    assert fan_out() == 2
    assert sorted(wanted_by(tenant, made)) == ["code.activated", "code.voided"]


def test_each_endpoint_gets_an_event_once_however_often_it_is_fanned_out(tenant, receiver):
    made = {endpoint(tenant, receiver, kind).id for kind in ("code.voided", "code.*", "*")}
    forget_outbox(tenant)
    publish(tenant, voided())
    assert (fan_out(), fan_out()) == (3, 0)
    rows = deliveries(tenant)
    assert {row.endpoint_id for row in rows} == made
    assert len({row.event_id for row in rows}) == 1
    with platform_context():  # an entry that is found again, as after a restored backup
        OutboxEntry.objects.create(event_id=rows[0].event_id, tenant_role=tenant.role_name, url="", version="")
    assert fan_out() == 0
    twice = Delivery(**{field.attname: getattr(rows[0], field.attname) for field in Delivery._meta.fields})
    twice.id = uuid.uuid4()
    with platform_context(), pytest.raises(IntegrityError, match="delivery_once"), transaction.atomic():
        twice.save(force_insert=True)
    assert send() == 3
    assert len(set(events_of(receiver.calls))) == 1


def test_the_test_twin_and_the_shop_itself_and_another_shop_are_apart(tenant, other_tenant, receiver):
    twin = ensure_twin(live=tenant, now=now())
    live, test, other = (endpoint(each, receiver.url(f"/{n}")) for n, each in enumerate([tenant, twin, other_tenant]))
    send()
    receiver.calls.clear()
    for shop, made, path in ((tenant, live, "/0"), (twin, test, "/1"), (other_tenant, other, "/2")):
        publish(shop, voided())
        assert send() == 1
        assert receiver.calls.pop().path == path
        for stranger in {tenant, twin, other_tenant} - {shop}:
            with tenant_context(stranger), pytest.raises(RecordNotFound):
                get_endpoint(made.id)


def test_a_paused_endpoint_gets_everything_once_it_is_resumed(tenant, receiver):
    made = endpoint(tenant, receiver, "code.*")
    forget_outbox(tenant)
    publish(tenant, voided())
    with tenant_context(tenant):
        set_endpoint_paused(endpoint_id=made.id, paused=True, now=now())
    publish(tenant, activated(), issuance())
    assert send() == 0
    assert [row.status for row in deliveries(tenant)] == ["pending", "pending"]
    with tenant_context(tenant), pytest.raises(EndpointNotActive):
        send_sample(endpoint_id=made.id, event_type="test.ping", now=now())
    with tenant_context(tenant):
        set_endpoint_paused(endpoint_id=made.id, paused=False, now=now())
        before = fresh(made).sequence
        set_endpoint_paused(endpoint_id=made.id, paused=False, now=now())
    assert fresh(made).sequence == before, "doing it twice changes nothing"
    assert send() == 2
    assert len(set(events_of(receiver.calls))) == 2


@pytest.mark.parametrize("how", ["disabled", "deleted"])
def test_a_disabled_or_deleted_endpoint_gets_nothing_and_what_waits_is_skipped(tenant, receiver, how):
    made = endpoint(tenant, receiver)
    publish(tenant, voided())
    fan_out()
    publish(tenant, activated())  # is fanned out behind it
    with tenant_context(tenant):
        if how == "disabled":
            disable_endpoint(endpoint_id=made.id, reason=DisabledReason.FAILING, now=now())
            with pytest.raises(EndpointNotActive):
                set_endpoint_paused(endpoint_id=made.id, paused=True, now=now())
        else:
            delete_endpoint(endpoint_id=made.id, now=now())
            with pytest.raises(RecordNotFound):
                delete_endpoint(endpoint_id=made.id, now=now())
    waiting = outbox(tenant)
    publish(tenant, revealed())
    assert outbox(tenant) == waiting, "nobody listens any more"
    assert send() == 0
    assert outbox(tenant) == 0
    assert {row.status for row in deliveries(tenant)} == {"skipped"}
    assert "code.activated" not in wanted_by(tenant, made)
    assert receiver.calls == []


def test_what_nobody_wants_is_not_even_noted(tenant, other_tenant, receiver):
    publish(tenant, voided(), issuance())
    assert outbox(tenant) == 0, "a shop without endpoints"
    made = endpoint(tenant, receiver, "code.voided")
    publish(tenant, activated(), issuance(), voided())
    publish(other_tenant, voided())
    assert (outbox(tenant), outbox(other_tenant)) == (1, 0)
    with tenant_context(tenant):
        update_endpoint(endpoint_id=made.id, changes={"event_types": ["issuance.*"]}, now=now())
    publish(tenant, voided(), issuance())
    assert outbox(tenant) == 2
    assert fan_out() == 1, "the first one is not wanted any more"
    assert wanted_by(tenant, made) == ["issuance.completed"]


def test_what_was_rolled_back_is_told_to_nobody(tenant, receiver):
    endpoint(tenant, receiver, "code.*")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(tenant, voided(), activated())
        assert outbox(tenant) == 2
        raise ZeroDivisionError
    assert outbox(tenant) == 0
    assert send() == 0


def test_an_order_with_a_url_is_told_there_and_to_the_endpoint(tenant, receiver):
    shelf = stocked(tenant)
    made = endpoint(tenant, receiver.url("/endpoint"), "issuance.completed")
    order(tenant, shelf, receiver.url("/order"))
    order(tenant, shelf, None)
    assert send() == 3
    assert sorted(call.path for call in receiver.calls) == ["/endpoint", "/endpoint", "/order"]
    [first, second] = [call for call in receiver.calls if call.path == "/endpoint"]
    [of_order] = [call for call in receiver.calls if call.path == "/order"]
    assert of_order.id in {first.id, second.id}
    assert {call.body for call in (first, second) if call.id == of_order.id} == {of_order.body}
    assert len(wanted_by(tenant, made)) == 2
