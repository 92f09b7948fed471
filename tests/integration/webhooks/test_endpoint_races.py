"""Two who change endpoints at the same moment: the limit holds, and a secret that is made anew is one."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from django.db import connections

from platform_core.events.models import Event, Listener, OutboxEntry
from platform_core.tenancy.context import platform_context
from tests.api.v1.hooks import ENDPOINTS, JSON, create, listed, make_endpoint
from tests.world import api, committed_shop, make_key
from webhooks.models import Endpoint, SigningSecret


@pytest.fixture
def shop(django_db_setup, django_db_blocker):
    """A shop whose data is really committed."""
    with django_db_blocker.unblock(), committed_shop(f"hooks-{uuid4().hex[:8]}") as made:
        yield made
        with platform_context():
            events = Event.objects.filter(tenant_role=made.role_name)
            OutboxEntry.objects.filter(event_id__in=list(events.values_list("id", flat=True))).delete()
            for model in (Listener, SigningSecret, Endpoint):
                model.objects.filter(tenant_role=made.role_name).delete()


def at_once(count, act):
    """What so many threads that begin together get."""
    ready, answers = threading.Barrier(count), []

    def run(number):
        try:
            ready.wait()
            answers.append(act(number))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_two_who_make_the_twentieth_endpoint_one_is_refused(shop):
    client = api(make_key(shop))
    for _ in range(Endpoint.MOST - 1):
        make_endpoint(client)
    key = make_key(shop)
    answers = at_once(4, lambda number: create(api(key)).status_code)
    assert sorted(answers) == [201, 409, 409, 409]
    assert len(listed(client, ENDPOINTS, limit=100)) == Endpoint.MOST


def test_a_creation_that_is_repeated_at_the_same_moment_makes_one_endpoint(shop):
    key = make_key(shop)
    answers = at_once(4, lambda number: create(api(key), headers_of_request={"Idempotency-Key": "same"}))
    assert {answer.status_code for answer in answers} <= {201, 409}
    made = [answer.json() for answer in answers if answer.status_code == 201]
    assert len({each["id"] for each in made}) == 1
    assert sum(each["secret"] is not None for each in made) == 1
    assert len(listed(api(key), ENDPOINTS)) == 1


def test_rotations_at_the_same_moment_leave_one_secret_that_is_current(shop):
    key = make_key(shop)
    endpoint = make_endpoint(api(key), ed25519=True)
    path = f"{ENDPOINTS}/{endpoint['id']}/rotate_secret"
    answers = at_once(4, lambda number: api(key).post(path, {}, content_type=JSON).status_code)
    assert answers == [200] * 4
    with platform_context():
        rows = SigningSecret.objects.filter(tenant_role=shop.role_name, valid_until=None)
        assert sorted(rows.values_list("kind", flat=True)) == ["v1", "v1a"]
