"""Keys that are well formed and made up: a storm of them costs a look-up now and then, and a real new key works at once."""

from __future__ import annotations

import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.kernel.clock import now
from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context
from tenants.access import known_keys
from tenants.access.authenticate import forget_keys, identify
from tenants.access.errors import ApiKeyInvalid
from tenants.access.key_format import generate_key
from tenants.access.models import ApiKey
from tenants.access.services.revoke_api_key import revoke_api_key
from tests.world import api, make_key


def junk(tenant) -> str:
    return generate_key(livemode=True, tenant_code=tenant.code)


def refused(text: str) -> int:
    """How many statements it took to refuse the key."""
    with CaptureQueriesContext(connection) as queries, pytest.raises(ApiKeyInvalid):
        identify(text, "127.0.0.1")
    return len([query for query in queries if "access_apikey" in query["sql"]])


def test_a_storm_of_made_up_keys_costs_one_look_up(tenant):
    assert refused(junk(tenant)) > 0
    assert sum(refused(junk(tenant)) for _ in range(200)) == 0
    assert api(junk(tenant)).get("/v1/ping").json()["code"] == "api_key_invalid"


def test_a_key_that_is_made_in_the_middle_of_a_storm_works_at_once(tenant):
    old = make_key(tenant)
    refused(junk(tenant))
    assert refused(junk(tenant)) == 0
    new = make_key(tenant)
    assert [api(key).get("/v1/ping").status_code for key in (new, old)] == [200, 200]
    assert refused(junk(tenant)) > 0, "what was known is out of date"
    assert refused(junk(tenant)) == 0


def test_a_key_made_by_another_process_works_at_once(tenant, monkeypatch):
    refused(junk(tenant))
    kept = dict(known_keys._known)
    new = make_key(tenant)
    known_keys._known.update(kept)  # this process knows what it knew before
    assert api(new).get("/v1/ping").status_code == 200


def test_a_key_that_is_committed_after_it_was_announced_is_announced_again(tenant, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        new = make_key(tenant)
        with tenant_context(tenant):  # another process, which does not see the key yet
            known_keys.note_keys(tenant.id)
            known = known_keys._known[tenant.id]
            known_keys._known[tenant.id] = known._replace(hashes=frozenset())
    assert callbacks
    assert api(new).get("/v1/ping").status_code == 200


def test_a_revoked_key_is_said_to_be_revoked_even_in_a_storm(tenant):
    key = make_key(tenant)
    refused(junk(tenant))
    with tenant_context(tenant):
        revoke_api_key(key_id=ApiKey.objects.get().id, now=now())
    assert api(key).get("/v1/ping").json()["code"] == "api_key_revoked"


def test_without_the_cache_every_key_is_looked_up_and_can_be_made(tenant, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError

    for name in ("get", "set", "add"):
        monkeypatch.setattr(cache, name, away)
    assert [refused(junk(tenant)) for _ in range(3)] == [1, 1, 1]
    assert identify(make_key(tenant), "127.0.0.1").livemode


def test_what_is_known_is_forgotten_in_time_and_bounded(tenant, other_tenant, monkeypatch):
    refused(junk(tenant))
    later = time.monotonic() + 6
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert refused(junk(tenant)) > 0
    monkeypatch.undo()
    monkeypatch.setattr(known_keys, "MOST_MERCHANTS", 1)
    refused(junk(other_tenant))
    assert list(known_keys._known) == [other_tenant.id]
    forget_keys()
    monkeypatch.setattr(known_keys, "MOST_KEYS", 0)
    make_key(tenant)
    refused(junk(tenant))
    assert tenant.id not in known_keys._known


def test_made_up_merchants_push_no_shop_out_of_the_directory(tenant, monkeypatch):
    monkeypatch.setattr(directory, "MAXIMUM", 20)
    directory.forget()
    key = make_key(tenant)
    assert api(key).get("/v1/ping").status_code == 200
    for number in range(60):
        with pytest.raises(ApiKeyInvalid):
            identify(generate_key(livemode=True, tenant_code=f"nobody{number:02}"), "127.0.0.1")
    assert ("code", tenant.code) in directory._cache
    assert len(directory._absent) <= 20
