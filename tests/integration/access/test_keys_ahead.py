"""A key that is used is read again in time; what was revoked while it was read is not brought back."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.access import authenticate
from tenants.access.models import ApiKey
from tests.world import make_key, now


class Asked(list):
    """In place of the thread: what it was asked to read."""

    def ask(self, what, read):
        self.append(read)


@pytest.fixture
def asked(monkeypatch):
    monkeypatch.setattr(authenticate, "_ahead", found := Asked())
    monkeypatch.setattr(authenticate, "close_old_connections", lambda: None)
    return found


@pytest.fixture
def clock(monkeypatch):
    moment = [1_000.0]
    monkeypatch.setattr(authenticate.time, "monotonic", lambda: moment[0])
    return moment


def revoke(tenant):
    with tenant_context(tenant):
        ApiKey.objects.update(revoked_at=now())


def test_a_key_in_use_is_read_again_before_it_is_too_old(tenant, asked, clock, django_assert_num_queries):
    key = make_key(tenant)
    authenticate.identify(key, "127.0.0.1")
    clock[0] += 2
    authenticate.identify(key, "127.0.0.1")
    assert asked == []
    clock[0] += 1
    revoke(tenant)
    with django_assert_num_queries(0):
        assert not authenticate.identify(key, "127.0.0.1").revoked
    (read,) = asked
    read()
    with django_assert_num_queries(0):
        assert authenticate.identify(key, "127.0.0.1").revoked


def test_a_key_is_never_older_than_five_seconds_though_nobody_read_ahead(tenant, asked, clock):
    key = make_key(tenant)
    authenticate.identify(key, "127.0.0.1")
    revoke(tenant)
    clock[0] += authenticate.TTL + 0.01
    assert authenticate.identify(key, "127.0.0.1").revoked


def test_what_was_read_while_a_key_was_revoked_here_is_not_kept(tenant, asked, clock, monkeypatch):
    key = make_key(tenant)
    load = authenticate._load

    def load_slowly(text, ip):
        found = load(text, ip)
        revoke(tenant)
        authenticate.forget_keys()
        return found

    monkeypatch.setattr(authenticate, "_load", load_slowly)
    assert not authenticate.identify(key, "127.0.0.1").revoked
    monkeypatch.setattr(authenticate, "_load", load)
    assert authenticate.identify(key, "127.0.0.1").revoked
