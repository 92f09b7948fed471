"""Events that did not happen, sent for a try."""

from __future__ import annotations

import json

from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from tests.integration.webhooks.orders import deliveries, send
from webhooks.services.create_endpoint import create_endpoint
from webhooks.services.send_sample import send_sample


def test_a_sample_arrives_and_says_that_it_is_one(tenant, receiver):
    settings = {"url": receiver.url(), "event_types": ["*"], "version": "2026-12-01"}
    with tenant_context(tenant):
        endpoint = create_endpoint(settings=settings, now=now())
        send_sample(endpoint_id=endpoint.id, event_type="refund.failed", now=now())
    send()
    [delivery] = [each for each in deliveries(tenant) if each.event_type == "refund.failed"]
    [body] = [json.loads(call.body) for call in receiver.calls if json.loads(call.body)["type"] == "refund.failed"]
    assert (delivery.status, body["sample"], body["data"]["object"]) == ("succeeded", True, delivery.sample)
