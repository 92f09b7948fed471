"""The last day of an issued code is told of before and after, once each, in the shop's calendar and by a test shop's clock."""

import datetime as dt
import threading
import uuid
from collections import Counter

import pytest
from django.db import connections

from platform_core.events.models import Event
from platform_core.kernel.clock import local_date
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tenants.inventory.models import Lot
from tenants.issuance.services import tell_expiring_codes as telling
from tenants.issuance.services.tell_expiring_codes import tell_expiring_codes
from tests.api.v1.cards import GIFT, PASS, buy, one, post, redeem
from tests.world import api, committed_shop, issue, make_key, make_shelf, now, stock

SOON, OVER = "code.expiring_soon", "code.expired"
DAY = 86_400
NOON = dt.datetime(2026, 12, 1, 4, 0, tzinfo=dt.UTC)  # 12:00 in Shanghai
TODAY = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def noon(request):
    if "time_machine" in request.fixturenames:
        request.getfixturevalue("time_machine").move_to(NOON, tick=False)


def tell(tenant):
    with tenant_context(tenant):
        return tell_expiring_codes(now=now())


def twin_now(twin):
    """The twin by its clock as it stands now."""
    directory.forget()
    with platform_context():
        return directory.find_by_role(twin.role_name)


def told(tenant, kind):
    with tenant_context(tenant):
        return {event.object_id: event.payload for event in Event.objects.filter(type=kind)}


def move(time_machine, days, hours=0):
    time_machine.move_to(NOON + dt.timedelta(days=days, hours=hours), tick=False)


def test_imported_codes_that_were_issued_are_told_of_twice_and_no_others(tenant, shelf, client, time_machine):
    stock(tenant, shelf, ["SECRET-1", "SECRET-2", "SECRET-3"], expires_on=TODAY + dt.timedelta(days=30))
    issued = buy(client, shelf, 2)
    ids = {code["id"] for code in issued["codes"]["data"]}
    move(time_machine, 22)
    assert tell(tenant) == 0
    move(time_machine, 23)
    assert (tell(tenant), tell(tenant)) == (2, 0)
    soon = told(tenant, SOON)
    assert set(soon) == ids
    first = soon[min(ids)]
    assert first["issuance"] == issued["id"]
    assert (first["sku"], first["expires_on"]) == (shelf.sku_id, "2026-12-31")
    assert (first["status"], first["left"]) == ("issued", None)
    assert "SECRET" not in str(soon)
    move(time_machine, 30)
    assert tell(tenant) == 0, "the last day counts in"
    move(time_machine, 31)
    assert (tell(tenant), tell(tenant)) == (2, 0)
    assert {
        code: (each["status"], each["previous_status"]) for code, each in told(tenant, OVER).items()
    } == dict.fromkeys(ids, ("expired", "issued"))


def test_cards_are_told_of_with_what_is_left_and_those_that_are_over_are_not(tenant, client, time_machine):
    gift, uses = make_shelf(tenant, valid_days=30, **GIFT), make_shelf(tenant, valid_days=30, **PASS)
    forever = make_shelf(tenant, **GIFT)
    used, spent, void, frozen = (one(client, gift) for _ in range(4))
    other = one(client, uses)
    one(client, forever)
    redeem(client, used["code"], amount=1500, external_id="R-1")
    redeem(client, spent["code"], amount=5000, external_id="R-2")
    post(client, f"/v1/codes/{void['id']}/void", {"reason": "x"})
    post(client, f"/v1/codes/{frozen['id']}/suspend", {"reason": "x"})
    move(time_machine, 23)
    assert tell(tenant) == 2
    assert {code: each["left"] for code, each in told(tenant, SOON).items()} == {used["id"]: 3500, other["id"]: 10}
    move(time_machine, 400)
    assert (tell(tenant), tell(tenant)) == (2, 0)
    assert told(tenant, OVER)[used["id"]]["previous_status"] == "partially_redeemed"
    assert set(told(tenant, SOON)) == {used["id"], other["id"]}


def test_what_is_issued_in_its_last_days_is_not_told_that_they_come(tenant, shelf, client, time_machine):
    card = make_shelf(tenant, valid_days=7, **GIFT)
    stock(tenant, shelf, 3, expires_on=TODAY + dt.timedelta(days=7))
    buy(client, shelf)
    one(client, card)
    assert tell(tenant) == 0
    move(time_machine, 8)
    assert tell(tenant) == 2
    assert told(tenant, SOON) == {}


def test_a_code_that_is_held_over_midnight_is_waited_for(tenant, shelf, client, time_machine):
    stock(tenant, shelf, 1, expires_on=TODAY)
    buy(client, shelf)
    move(time_machine, 0, 12.25)
    assert tell(tenant) == 0
    move(time_machine, 0, 12.5)
    assert tell(tenant) == 1


def test_many_are_told_of_in_pages_and_the_rest_the_next_time(tenant, shelf, client, time_machine, monkeypatch):
    monkeypatch.setattr(telling, "PAGE", 2)
    monkeypatch.setattr(telling, "PAGES", 2)
    stock(tenant, shelf, 9, expires_on=TODAY)
    stock(tenant, shelf, ["A", "B", "C"], expires_on=TODAY)
    buy(client, shelf, 10)
    move(time_machine, 1)
    counts = []
    while sum(counts) < 10:
        counts.append(tell(tenant))
        assert max(counts) <= 4
    assert len(counts) >= 3
    assert tell(tenant) == 0
    assert len(told(tenant, OVER)) == 10
    with tenant_context(tenant):
        assert all(lot.told_over == lot.size for lot in Lot.objects.all())


def test_what_could_not_be_published_is_told_later(tenant, shelf, client, time_machine, monkeypatch):
    stock(tenant, shelf, 3, expires_on=TODAY)
    buy(client, shelf, 3)
    move(time_machine, 1)
    real, left = telling.publish_event, [1]

    def publish(*args, **kwargs):
        if not left:
            raise RuntimeError
        left.pop()
        real(*args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(telling, "publish_event", publish)
        with pytest.raises(RuntimeError):
            tell(tenant)
    assert told(tenant, OVER) == {}
    assert tell(tenant) == 3


def test_a_test_shops_clock_moves_them(tenant, other_tenant):
    twin = ensure_twin(live=tenant, now=now())
    tester = api(make_key(tenant, livemode=False))
    card = one(tester, make_shelf(twin, valid_days=30, **GIFT))
    live = api(make_key(tenant))
    kept = one(live, make_shelf(tenant, valid_days=30, **GIFT))
    post(tester, "/v1/test_helpers/clock/advance", {"seconds": 24 * DAY})
    post(tester, "/v1/test_helpers/clock/advance", {"seconds": 8 * DAY})
    assert (set(told(twin, SOON)), set(told(twin, OVER))) == ({card["id"]}, {card["id"]})
    assert (tell(twin_now(twin)), tell(tenant)) == (0, 0)
    assert told(tenant, OVER) == {}
    assert live.get(f"/v1/codes/{kept['id']}").json()["state"] == "issued"


def test_the_test_helper_that_expires_a_code_is_told_of_even_after_others(tenant):
    twin = ensure_twin(live=tenant, now=now())
    tester = api(make_key(tenant, livemode=False))
    gift, shelf = make_shelf(twin, **GIFT), make_shelf(twin)
    stock(twin, shelf, 1)
    codes = [one(tester, gift), one(tester, gift), one(tester, shelf)]
    for code in (codes[1], codes[0], codes[2]):
        assert post(tester, f"/v1/test_helpers/codes/{code['id']}/expire").status_code == 200
        with tenant_context(twin):
            assert tell_expiring_codes(now=now() + telling.SETTLED) == 1
    assert set(told(twin, OVER)) == {code["id"] for code in codes}


def test_workers_at_once_tell_nothing_twice(django_db_setup, django_db_blocker, monkeypatch):
    monkeypatch.setattr(telling, "PAGE", 3)
    monkeypatch.setattr(telling, "PAGES", 50)
    with django_db_blocker.unblock(), committed_shop(f"expiry-{uuid.uuid4().hex[:8]}") as tenant:
        today = local_date(now(), tenant.time_zone)
        shelf, gift = make_shelf(tenant), make_shelf(tenant, valid_days=2, **GIFT)
        stock(tenant, shelf, 40, expires_on=today + dt.timedelta(days=2))
        with tenant_context(tenant):
            issue(shelf.sku, 31)
            issue(gift.sku, 25)
        later, begin = now() + dt.timedelta(days=4), threading.Barrier(4)
        counts = []

        def work():
            try:
                begin.wait()
                for _ in range(30):
                    with tenant_context(tenant):
                        counts.append(tell_expiring_codes(now=later))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with tenant_context(tenant):
            found = Counter(Event.objects.filter(type=OVER).values_list("object_id", flat=True))
        assert len(found) == 56
        assert set(found.values()) == {1}
        assert sum(counts) == 56
