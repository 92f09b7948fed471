"""API keys that will stop working: an event once for each end, and a mail to the owner where a key is still used."""

import datetime as dt
import threading
import uuid

import pytest
from django.core import mail
from django.db import connections

from platform_core.events.models import Event
from platform_core.kernel.ids import parse_public_id, public_id
from platform_core.tenancy.context import tenant_context
from tenants.access.authenticate import forget_keys
from tenants.access.models import ApiKey
from tenants.access.services.roll_api_key import roll_api_key
from tenants.access.services.tell_expiring_keys import tell_expiring_keys
from tests.api.v1.testing import run_jobs
from tests.world import api, committed_shop, make_key, now

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def still(request):
    if "time_machine" in request.fixturenames:
        request.getfixturevalue("time_machine").move_to(now(), tick=False)


def key_of(tenant, secret):
    with tenant_context(tenant):
        return ApiKey.objects.get(last_four=secret[-4:])


def end(tenant, secret, after):
    with tenant_context(tenant):
        ApiKey.objects.filter(pk=key_of(tenant, secret).pk).update(expires_at=now() + after)
    forget_keys()


def tell(tenant):
    with tenant_context(tenant):
        return tell_expiring_keys(now=now())


def told(tenant):
    with tenant_context(tenant):
        return list(Event.objects.filter(type="api_key.expiring").order_by("id").values_list("object_id", "payload"))


def use(secret):
    forget_keys()
    assert api(secret).get("/v1/ping").status_code == 200


def test_it_is_told_of_once_for_each_end_a_week_before(tenant, time_machine):
    secret = make_key(tenant)
    key = key_of(tenant, secret)
    end(tenant, secret, 30 * DAY)
    time_machine.shift(22.9 * DAY)
    assert tell(tenant) == 0
    time_machine.shift(0.2 * DAY)
    assert (tell(tenant), tell(tenant)) == (1, 0)
    ((about, payload),) = told(tenant)
    assert about == public_id("key", key.id)
    assert payload["expires_at"] == key_of(tenant, secret).expires_at.isoformat()
    assert (payload["last_used_at"], payload["successor"]) == (None, None)
    end(tenant, secret, 20 * DAY)
    assert tell(tenant) == 0
    time_machine.shift(14 * DAY)
    assert tell(tenant) == 1
    time_machine.shift(7 * DAY)
    assert tell(tenant) == 0, "what is over is not coming"
    run_jobs()
    assert mail.outbox == [], "nobody uses it"


def test_the_owner_is_mailed_that_a_rolled_key_is_still_used(tenant, client, time_machine):
    secret = make_key(tenant)
    key = key_of(tenant, secret)
    use(secret)
    with tenant_context(tenant):
        new = roll_api_key(key_id=key.id, overlap=4 * DAY, tenant_code=tenant.code, now=now())
    time_machine.shift(2 * DAY)
    use(secret)
    assert tell(tenant) == 0
    time_machine.shift(1.1 * DAY)
    assert (tell(tenant), tell(tenant)) == (1, 0)
    ((about, payload),) = told(tenant)
    assert (parse_public_id("key", about), parse_public_id("key", payload["successor"])) == (key.id, new.key.id)
    run_jobs()
    (message,) = mail.outbox
    assert message.to == ["owner@alpha.example"]
    assert message.subject == "「Shop alpha」仍在使用的接口密钥即将失效"
    for part in (message.body, message.alternatives[0].content):
        assert secret[-4:] in part
        assert "127.0.0.1" in part
        assert "已轮换" in part
        assert "/console/keys" in part
        assert secret not in part
        assert new.secret not in part


def test_who_moved_to_the_new_key_gets_no_mail(tenant, time_machine):
    secret = make_key(tenant)
    use(secret)
    time_machine.shift(HOUR)
    with tenant_context(tenant):
        overlap = {"overlap": HOUR, "tenant_code": tenant.code, "now": now()}
        roll_api_key(key_id=key_of(tenant, secret).id, **overlap)
    assert tell(tenant) == 0
    time_machine.shift(0.6 * HOUR)
    assert tell(tenant) == 1
    run_jobs()
    assert mail.outbox == []


def test_a_key_that_ends_and_is_used_is_mailed_about_and_a_revoked_one_is_not(tenant, time_machine):
    used, revoked = make_key(tenant), make_key(tenant, livemode=False)
    end(tenant, used, 10 * DAY)
    end(tenant, revoked, 10 * DAY)
    time_machine.shift(5.5 * DAY)
    use(used)
    with tenant_context(tenant):
        ApiKey.objects.filter(pk=key_of(tenant, revoked).pk).update(revoked_at=now())
    assert tell(tenant) == 1
    run_jobs()
    assert [("轮换" in message.body, message.to) for message in mail.outbox] == [(True, ["owner@alpha.example"])]


def test_another_shops_owner_is_not_told(tenant, other_tenant, time_machine):
    secret = make_key(tenant)
    end(tenant, secret, HOUR)
    time_machine.shift(0.6 * HOUR)
    use(secret)
    assert tell(other_tenant) == 0
    assert tell(tenant) == 1
    assert told(other_tenant) == []
    run_jobs()
    assert [message.to for message in mail.outbox] == [["owner@alpha.example"]]


def test_workers_at_once_tell_it_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_shop(f"keys-{uuid.uuid4().hex[:8]}") as tenant:
        secret = make_key(tenant)
        end(tenant, secret, DAY)
        later, begin, counts = now() + 20 * HOUR, threading.Barrier(4), []
        with tenant_context(tenant):
            ApiKey.objects.update(last_used_at=later - HOUR)

        def work():
            try:
                begin.wait()
                with tenant_context(tenant):
                    counts.append(tell_expiring_keys(now=later))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(counts) == 1
        assert len(told(tenant)) == 1
