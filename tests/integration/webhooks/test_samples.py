"""An event that did not happen, sent to try an endpoint: signed and retried as any other, and it says that it is none."""

from __future__ import annotations

import json

from standardwebhooks import Webhook

from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tests.integration.webhooks.endpoints import endpoint, secrets
from tests.integration.webhooks.orders import deliveries, send
from tests.integration.webhooks.receiver import Answer
from tests.world import api, make_key
from webhooks.services.send_sample import send_sample


def test_a_sample_says_that_it_is_one_and_no_event_is_made_of_it(tenant, receiver, time_machine):
    made = endpoint(tenant, receiver, "code.voided")
    time_machine.move_to(now(), tick=False)
    with tenant_context(tenant):
        sent = send_sample(endpoint_id=made.id, event_type="issuance.completed", now=now())
    receiver.answers = [Answer(500), Answer(200)]
    assert send() == 1
    time_machine.shift(6)
    assert send() == 1
    first, second = receiver.calls
    assert (first.body, first.id) == (second.body, second.id)
    body = json.loads(first.body)
    assert (body["sample"], body["type"], body["id"]) == (True, "issuance.completed", public_id("evt", sent.event_id))
    Webhook(secrets(tenant, made)[0]).verify(receiver.calls[0].body, receiver.calls[0].headers)
    assert api(make_key(tenant)).get(f"/v1/events/{body['id']}").status_code == 404
    assert [each.status for each in deliveries(tenant)] == ["succeeded"]
