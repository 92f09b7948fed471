"""Secrets of webhook endpoints: shown where they are made, and found nowhere else."""

from __future__ import annotations

import json

from django.conf import settings

from platform_core.tenancy.context import platform_context
from tests.api.v1.hooks import DELIVERIES, ENDPOINTS, JSON, create, deliver, happen, make_endpoint, shown, verb
from tests.api.v1.test_request_logs import entries, keeps_no
from tests.api.v1.testing import everything_kept
from tests.faults.places import cache_entries
from tests.world import api, make_key
from webhooks.models import Endpoint

TOKEN = "TOKEN-7F3K9Q2M4X-hooks"


def test_the_request_log_keeps_neither_secrets_nor_the_path_of_a_url_nor_headers(tenant, client):
    made = make_endpoint(
        client,
        url=f"https://hooks.example.com/{TOKEN}/in?key={TOKEN}",
        headers={"Authorization": f"Bearer {TOKEN}"},
        description=TOKEN,
        content_filter=[{"field": "external_id", "in": [TOKEN, "x"]}],
        headers_of_request={"Idempotency-Key": "once"},
    )
    rotated = verb(client, made, "rotate_secret", {})
    client.patch(f"{ENDPOINTS}/{made['id']}", {"url": f"https://hooks.example.com/{TOKEN}"}, content_type=JSON)
    shown(client, made)
    client.get(ENDPOINTS)
    create(client, url=f"http://{TOKEN}.example.com/", headers={TOKEN: TOKEN})
    create(client, headers={"Host": TOKEN})
    client.post(f"{ENDPOINTS}/{TOKEN}/pause", content_type=JSON)
    client.get(f"{DELIVERIES}?endpoint={TOKEN}&event={TOKEN}&status={TOKEN}&type={TOKEN}")
    client.post("/v1/deliveries:resend", {"endpoint": TOKEN, "since": TOKEN, "types": [TOKEN]}, content_type=JSON)
    for secret in (TOKEN, made["secret"], rotated["secret"]):
        assert keeps_no(secret, tenant)
    first = entries(tenant)[0]
    asked, answered = json.loads(first.request_body), json.loads(first.response_body)
    assert (asked["url"], asked["headers"]) == ("https://hooks.example.com/[hidden]", "[hidden]")
    assert asked["event_types"] == ["*"], "what helps is kept"
    assert (answered["secret"], answered["url"]) == ("[hidden]", asked["url"])
    assert answered["id"] == made["id"]


def test_what_a_receiver_said_and_what_it_was_sent_is_not_kept_in_the_request_log(tenant, client, receiver):
    endpoint = make_endpoint(client, url=receiver.url(), event_types=["sku.*"])
    happen(tenant, TOKEN)
    deliver()
    [delivery] = client.get(DELIVERIES, {"endpoint": endpoint["id"]}).json()["data"]
    assert TOKEN in client.get(f"{DELIVERIES}/{delivery['id']}").content.decode()
    client.get(f"{DELIVERIES}/{delivery['id']}/attempts")
    assert keeps_no(TOKEN, tenant)


def test_secrets_and_headers_are_kept_sealed_and_in_no_cache(tenant, client):
    made = make_endpoint(client, headers={"X-Token": TOKEN}, headers_of_request={"Idempotency-Key": "once"})
    rotated = verb(client, made, "rotate_secret", {}, key="twice")
    kept = everything_kept(tenant).encode() + b"".join(entry for _, entry in cache_entries(settings.REDIS_URL))
    assert made["id"].encode() in kept, "its event is there: the right place was searched"
    with platform_context():
        kept += b"".join(bytes(row.headers) for row in Endpoint.objects.all())
    for secret in (made["secret"], rotated["secret"], TOKEN):
        assert secret.encode() not in kept
        assert secret.encode().hex().encode() not in kept


def test_no_answer_shows_the_value_of_a_header(tenant, client):
    made = make_endpoint(client, headers={"X-Token": TOKEN, "X-Shop": "7"})
    assert made["headers"] == {"X-Token": "****", "X-Shop": "****"}
    path = f"{ENDPOINTS}/{made['id']}"
    answers = [
        client.get(path),
        client.get(ENDPOINTS),
        client.patch(path, {"headers": {"X-Token": f"{TOKEN}2"}}, content_type=JSON),
        client.post(f"{path}/pause", content_type=JSON),
        client.post(f"{path}/rotate_secret", {}, content_type=JSON),
        client.get("/v1/events", {"object": made["id"]}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert TOKEN not in answer.content.decode()
        assert made["secret"] not in answer.content.decode()


def test_a_key_that_may_read_events_learns_the_host_of_an_endpoint_and_not_its_url(tenant, client):
    made = make_endpoint(client, url=f"https://hooks.example.com/{TOKEN}")
    reader = api(make_key(tenant, scopes=["events:read"]))
    [event] = reader.get("/v1/events", {"object": made["id"]}).json()["data"]
    assert event["data"]["object"]["host"] == "hooks.example.com"
    assert TOKEN not in json.dumps(event)
