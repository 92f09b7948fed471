"""Events through the API: looked back at, followed, filtered; one shop's and one mode's only."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from typing import Any

import jsonschema
import pytest
from django.db import connection

from merchant_api.event_schemas import event_types
from merchant_api.v1.events.request import VISIBLE
from platform_core.events import selectors
from platform_core.events.catalogue import ImportFailed, IssuanceCompleted, ProductArchived
from platform_core.events.models import Event
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import platform_context, tenant_context
from tests.world import api, make_key, now, stock

DAY = dt.timedelta(days=1)
BODIES = {described["type"]: described["schema"] for described in event_types()}


def settle() -> None:
    """Wait for older transactions of others (autovacuum writes too): behind them nothing is shown."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with platform_context(), connection.cursor() as cursor:
            cursor.execute("SELECT public.event_horizon() > public.event_position()")
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.01)
    raise AssertionError("an old transaction does not end")


def publish(tenant: Any, count: int = 1, *, payload: Any = None) -> list[str]:
    """Events of a shop, each about an object of its own unless given one; their ``evt_…``."""
    with tenant_context(tenant):
        before = set(Event.objects.values_list("id", flat=True))
        for _ in range(count):
            made = payload or IssuanceCompleted(public_id("iss", new_id()), None, "completed", 1, "api")
            publish_event(made, object_id=made.id, now=now())
        added = list(Event.objects.exclude(pk__in=before).order_by("id").values_list("id", flat=True))
    settle()
    return [public_id("evt", each) for each in added]


def of_old(tenant: Any, age: dt.timedelta, position: int) -> str:
    """An event of long ago: no transaction of today wrote it, so it stands before all that they do."""
    about = public_id("iss", new_id())
    payload = dataclasses.asdict(IssuanceCompleted(about, None, "completed", 1, "api"))
    with tenant_context(tenant):
        event = Event.objects.create(
            tenant_role=tenant.role_name,
            type="issuance.completed",
            object_id=about,
            payload=payload,
            created_at=now() - age,
            position=position,
        )
    return public_id("evt", event.id)


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [each["id"] for each in answer.json()["data"]]


def refusal(answer: Any, status: int, code: str, param: str | None = None) -> None:
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem.get("param")) == (status, code, param), answer.content
    assert problem["outcome"] == "not_executed"


def test_what_an_issue_does_is_told_in_the_envelope_that_its_types_describe(client, tenant, shelf):
    stock(tenant, shelf, 3)
    body = {"external_id": "E-1", "lines": [{"sku": shelf.sku_id, "quantity": 2}]}
    made = client.post("/v1/issuances?include=codes", body, content_type="application/json").json()
    settle()
    listed = client.get("/v1/events").json()["data"]
    assert {"issuance.completed", "code.revealed", "api_key.created"} <= {each["type"] for each in listed}
    for event in listed:
        jsonschema.validate(event["data"]["object"], {**BODIES[event["type"]], "additionalProperties": False})
    completed = next(each for each in listed if each["type"] == "issuance.completed")
    assert completed == {
        "id": completed["id"],
        "object": "event",
        "type": "issuance.completed",
        "timestamp": completed["timestamp"],
        "livemode": True,
        "api_version": "2026-12-01",
        "tenant": client.get("/v1/ping").json()["tenant"],
        "sequence": {"object": made["id"], "n": 1},
        "data": {
            "object": {"id": made["id"], "external_id": "E-1", "status": "completed", "quantity": 2, "source": "api"}
        },
    }
    assert client.get(f"/v1/events/{completed['id']}").json() == completed
    assert shelf.sku.sku_code + "-0" not in str(listed)  # codes begin so


def test_newest_first_by_pages_that_do_not_shift_while_events_are_added(client, tenant):
    made = publish(tenant, 5)
    first = client.get("/v1/events?limit=2&types[]=issuance.completed")
    assert ids(first) == made[:2:-1]
    assert first.json()["next_after"] is None
    publish(tenant, 3)
    cursor = first.json()["next_cursor"]
    second = client.get(f"/v1/events?limit=2&types[]=issuance.completed&cursor={cursor}")
    assert ids(second) == [made[2], made[1]]
    third = client.get(f"/v1/events?limit=2&types[]=issuance.completed&cursor={second.json()['next_cursor']}")
    assert ids(third)[0] == made[0]
    refusal(client.get(f"/v1/events?limit=2&cursor={cursor}"), 400, "invalid_cursor", "cursor")


def test_a_full_page_that_is_the_last_says_that_there_is_no_more(client, tenant):
    publish(tenant, 2, payload=ImportFailed(public_id("imp", new_id()), "sku_x", "empty"))
    publish(tenant, 2)
    page = client.get("/v1/events?types[]=import.failed&limit=2").json()
    assert (len(page["data"]), page["has_more"], page["next_cursor"]) == (2, False, None)
    followed = client.get("/v1/events?types[]=import.failed&limit=2&after=beginning").json()
    assert (len(followed["data"]), followed["has_more"]) == (2, False)


def test_a_follower_from_the_beginning_gets_each_event_once_oldest_first(client, tenant):
    made = publish(tenant, 7)
    seen, after, rounds = [], "beginning", 0
    while True:
        page = client.get(f"/v1/events?after={after}&limit=3&types[]=issuance.*").json()
        seen += [each["id"] for each in page["data"]]
        after, rounds = page["next_after"], rounds + 1
        assert page["next_cursor"] is None
        if not page["has_more"]:
            break
    assert seen[-7:] == made
    assert len(set(seen)) == len(seen)
    assert rounds >= 3
    assert ids(client.get(f"/v1/events?after={after}")) == []
    assert client.get(f"/v1/events?after={after}").json()["next_after"] == after
    later = publish(tenant)
    assert ids(client.get(f"/v1/events?after={after}")) == later


def test_following_goes_on_over_what_a_filter_leaves_out(client, tenant, monkeypatch):
    monkeypatch.setattr(selectors.list_events, "__kwdefaults__", {**selectors.list_events.__kwdefaults__, "looks": 3})
    anchor = publish(tenant)[0]
    publish(tenant, 7)
    wanted = publish(tenant, payload=ProductArchived(public_id("prod", new_id())))
    after, pages, found = anchor, 0, []
    while True:
        page = client.get(f"/v1/events?after={after}&types[]=product.archived").json()
        found += [each["id"] for each in page["data"]]
        assert page["next_after"] != after
        after, pages = page["next_after"], pages + 1
        if not page["has_more"]:
            break
    assert found == wanted
    assert pages == 3
    back, cursor, pages = [], "", 0
    while True:
        page = client.get(f"/v1/events?types[]=import.failed&cursor={cursor}").json()
        back += page["data"]
        cursor, pages = page["next_cursor"], pages + 1
        if not page["has_more"]:
            break
    assert (back, pages > 3) == ([], True)


def test_filters_of_type_object_and_time_are_kept(client, tenant):
    old = of_old(tenant, dt.timedelta(days=3), 10)
    thing = ProductArchived(public_id("prod", new_id()))
    archived = publish(tenant, payload=thing)[0]
    recent = publish(tenant)[0]
    assert ids(client.get(f"/v1/events?object={thing.id}")) == [archived]
    assert ids(client.get(f"/v1/events?object={thing.id}&types[]=issuance.*")) == []
    assert ids(client.get(f"/v1/events?object={public_id('prod', new_id())}")) == []
    assert ids(client.get("/v1/events?types[]=product.*&types[]=import.failed")) == [archived]
    day = (now() - DAY).isoformat().replace("+", "%2B")
    assert ids(client.get(f"/v1/events?created[lt]={day}")) == [old]
    assert old not in ids(client.get(f"/v1/events?created[gte]={day}"))
    assert {archived, recent} <= set(ids(client.get(f"/v1/events?created[gte]={day}&limit=100")))
    assert ids(client.get(f"/v1/events?after=beginning&created[lt]={day}")) == [old]
    assert recent in ids(client.get(f"/v1/events?after={archived}&created[gte]={day}"))
    assert recent in ids(client.get("/v1/events?wait=0"))
    for extreme in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        assert client.get(f"/v1/events?created[gte]={extreme}").status_code == 200
        assert client.get(f"/v1/events?created[lt]={extreme}&after=beginning").status_code == 200


def test_after_thirty_days_an_event_is_no_longer_shown_and_is_still_there(client, tenant):
    gone, kept = of_old(tenant, VISIBLE + dt.timedelta(days=2), 10), publish(tenant)[0]
    refusal(client.get(f"/v1/events/{gone}"), 404, "resource_not_found")
    assert gone not in ids(client.get("/v1/events?limit=100"))
    assert gone not in ids(client.get("/v1/events?after=beginning&limit=100"))
    assert ids(client.get(f"/v1/events?after={gone}&types[]=issuance.*")) == [kept]  # nothing was missed
    with tenant_context(tenant):
        assert public_id("evt", Event.objects.order_by("created_at").first().id) == gone


def test_who_was_away_too_long_is_told_that_something_was_missed(client, tenant):
    anchor, missed = of_old(tenant, VISIBLE + dt.timedelta(days=3), 10), of_old(tenant, VISIBLE + DAY, 11)
    publish(tenant)
    refusal(client.get(f"/v1/events?after={anchor}"), 410, "events_expired", "after")
    assert client.get(f"/v1/events?after={missed}").status_code == 200


@pytest.mark.parametrize(
    ("query", "code", "param"),
    [
        ("types[]=issuance.exploded", "invalid_parameter", "types[]"),
        ("types[]=*", "invalid_parameter", "types[]"),
        ("types[]=nothing.*", "invalid_parameter", "types[]"),
        ("types[]=", "invalid_parameter", "types[]"),
        ("types=issuance.completed", "parameter_unknown", "types"),
        ("object=iss_short", "invalid_parameter", "object"),
        ("object=", "invalid_parameter", "object"),
        ("created[gte]=yesterday", "invalid_parameter", "created[gte]"),
        ("created[lt]=2026-01-01T00:00:00", "invalid_parameter", "created[lt]"),
        ("created[gt]=2026-01-01T00:00:00Z", "parameter_unknown", "created[gt]"),
        ("limit=0", "invalid_parameter", "limit"),
        ("wait=5", "invalid_parameter", "wait"),
        ("after=beginning&wait=31", "invalid_parameter", "wait"),
        ("after=beginning&wait=-1", "invalid_parameter", "wait"),
        ("after=beginning&wait=1.5", "invalid_parameter", "wait"),
        ("after=beginning&cursor=x", "invalid_parameter", "cursor"),
        ("cursor=x", "invalid_cursor", "cursor"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_named(client, query, code, param):
    refusal(client.get(f"/v1/events?{query}"), 400, code, param)


def test_another_shops_event_is_as_unknown_as_one_that_never_was(client, tenant, other_tenant):
    theirs, mine = publish(other_tenant)[0], publish(tenant)[0]
    never = public_id("evt", new_id())
    for path in ("/v1/events/{}", "/v1/events?after={}", "/v1/events?after={}&wait=30"):
        answers = []
        for event in (theirs, never, "evt_nonsense", theirs.replace("evt", "iss")):
            answer = client.get(path.format(event))
            refusal(answer, 404, "resource_not_found")
            assert answer.json().pop("errors") == [{"param": None, "code": "resource_not_found", "meta": {"id": event}}]
            answers.append({**answer.json(), "request_id": None, "request_log_url": None, "errors": None})
        assert all(answer == answers[0] for answer in answers)
    assert theirs not in ids(client.get("/v1/events?limit=100"))
    assert theirs not in ids(client.get("/v1/events?limit=100&after=beginning"))
    assert mine in ids(client.get("/v1/events?limit=100"))
    about = api(make_key(other_tenant)).get(f"/v1/events/{theirs}").json()["sequence"]["object"]
    assert ids(client.get(f"/v1/events?object={about}")) == []


def test_live_and_test_events_are_apart(client, tenant):
    test = api(make_key(tenant, livemode=False))
    mine = publish(tenant)[0]
    first = test.get("/v1/events?after=beginning")  # makes the twin
    assert first.status_code == 200
    settle()
    listed = test.get("/v1/events").json()["data"]
    assert [each["type"] for each in listed][-1:] == ["tenant.provisioned"]
    assert {each["livemode"] for each in listed} == {False}
    refusal(test.get(f"/v1/events/{mine}"), 404, "resource_not_found")
    refusal(test.get(f"/v1/events?after={mine}"), 404, "resource_not_found")
    refusal(client.get(f"/v1/events/{listed[0]['id']}"), 404, "resource_not_found")
    assert {each["livemode"] for each in client.get("/v1/events").json()["data"]} == {True}


def test_the_scope_is_needed(tenant):
    event = publish(tenant)[0]
    without = api(make_key(tenant, scopes=["issuances:read"]))
    refusal(without.get("/v1/events"), 403, "scope_missing")
    refusal(without.get(f"/v1/events/{event}"), 403, "scope_missing")
    assert api(make_key(tenant, scopes=["events:read"])).get(f"/v1/events/{event}").status_code == 200
