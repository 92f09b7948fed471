"""The clock of a test shop: what it moves, and what it must not."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from platform_core.events.models import Event, Job
from platform_core.kernel import clock
from platform_core.kernel.clock import now
from platform_core.tenancy import directory, job_runner
from platform_core.tenancy.context import nowhere, platform_context, tenant_context
from platform_core.tenancy.errors import ClockNotMovable
from platform_core.tenancy.models import Tenant
from platform_core.tenancy.services.advance_clock import advance_clock
from platform_core.tenancy.services.ensure_twin import ensure_twin
from platform_core.tenancy.tasks import sweep_tenants
from tenants.access.authenticate import forget_keys
from tenants.access.models import ApiKey, IdempotencyRecord
from tenants.inventory.models import CodeImport
from tests.api.v1.cards import GIFT, JSON, buy, one, post, problem, redeem, validate
from tests.world import Shelf, api, make_key, make_shelf, stock

DAY = 86_400


@pytest.fixture
def twin(tenant):
    return ensure_twin(live=tenant, now=now())


@pytest.fixture
def tester(tenant, twin):
    return api(make_key(tenant, livemode=False))


@pytest.fixture
def yearly(twin) -> Shelf:
    return make_shelf(twin, valid_days=365, **GIFT)


def advance(client, key=None, **body):
    return post(client, "/v1/test_helpers/clock/advance", body, key=key)


def moment(text):
    return dt.datetime.fromisoformat(text)


def near(text, expected):
    return abs((moment(text) - expected).total_seconds()) < 60


def test_it_goes_forward_and_stays_there(tester):
    before = tester.get("/v1/test_helpers/clock").json()
    assert (before["object"], before["seconds_ahead"], before["livemode"]) == ("test_clock", 0, False)
    after = advance(tester, seconds=3 * DAY).json()
    assert after["seconds_ahead"] == 3 * DAY
    assert near(after["now"], now() + dt.timedelta(days=3))
    assert near(after["server_time"], now())
    to = now() + dt.timedelta(days=10)
    assert near(advance(tester, to=to.isoformat()).json()["now"], to)
    assert near(tester.get("/v1/test_helpers/clock").json()["now"], to)
    directory.forget()
    assert near(tester.get("/v1/test_helpers/clock").json()["now"], to)


@pytest.mark.parametrize("body", [{}, {"seconds": 0}, {"seconds": -5}, {"seconds": 1, "to": "2027-01-01T00:00:00Z"}])
def test_what_is_no_way_forward_is_refused(tester, body):
    assert advance(tester, **body).status_code == 400
    assert tester.get("/v1/test_helpers/clock").json()["seconds_ahead"] == 0


def test_it_goes_neither_back_nor_for_ever(tester, tenant, twin):
    advance(tester, seconds=DAY)
    problem(advance(tester, to=now().isoformat()), 409, "clock_not_movable")
    problem(advance(tester, seconds=731 * DAY), 409, "clock_not_movable")
    assert advance(tester, seconds=729 * DAY).status_code == 200
    assert tester.get("/v1/test_helpers/clock").json()["seconds_ahead"] == 730 * DAY
    with platform_context(), pytest.raises(IntegrityError), transaction.atomic():
        Tenant.objects.filter(pk=tenant.id).update(clock_ahead=dt.timedelta(seconds=1))
    with pytest.raises(ClockNotMovable):
        advance_clock(twin=tenant, by=dt.timedelta(days=1))


def test_a_repeated_key_advances_once(tester):
    first = advance(tester, key="tick", seconds=DAY)
    again = advance(tester, key="tick", seconds=DAY)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.json()["seconds_ahead"] == again.json()["seconds_ahead"] == DAY


def test_codes_expire_when_their_day_is_over(tester, yearly):
    card = one(tester, yearly)
    advance(tester, seconds=364 * DAY)
    assert validate(tester, card["code"])["valid"] is True
    advance(tester, seconds=2 * DAY)
    assert validate(tester, card["code"])["code"] == "expired"
    refused = redeem(tester, card["code"], amount=100)
    assert refused.status_code in {409, 410, 422, 423}, refused.content


def test_stock_goes_out_of_date(tester, twin):
    shelf = make_shelf(twin)
    stock(twin, shelf, 5, expires_on=now().date() + dt.timedelta(days=30))
    assert buy(tester, shelf)
    advance(tester, seconds=40 * DAY)
    [left] = tester.get("/v1/stock", {"sku_ids[]": shelf.sku_id}).json()["data"]
    assert left["available"] == 0


def test_a_hold_ends_before_the_clock_answers(tester, twin):
    shelf = make_shelf(twin)
    stock(twin, shelf, 1)
    held = post(tester, "/v1/reservations", {"sku": shelf.sku_id, "quantity": 1, "hold_seconds": 600}).json()
    advance(tester, seconds=500)
    assert tester.get(f"/v1/reservations/{held['id']}").json()["status"] == "held"
    advance(tester, seconds=200)
    assert tester.get(f"/v1/reservations/{held['id']}").json()["status"] in {"expired", "released"}
    assert buy(tester, shelf)


def test_a_new_day_has_a_new_quota(tenant, tester, twin, yearly):
    with tenant_context(tenant):
        ApiKey.objects.filter(livemode=False).update(daily_quota=1)
    forget_keys()
    assert buy(tester, yearly)
    body = {"external_id": "Q-2", "lines": [{"sku": yearly.sku_id, "quantity": 1}]}
    assert tester.post("/v1/issuances", body, content_type=JSON).json()["code"] == "quota_exceeded"
    advance(tester, seconds=DAY)
    assert tester.post("/v1/issuances", body, content_type=JSON).status_code == 201


def test_what_is_made_is_dated_by_it(tester, twin, yearly):
    advance(tester, seconds=100 * DAY)
    sold = buy(tester, yearly)
    assert near(sold["created_at"], now() + dt.timedelta(days=100))
    with tenant_context(twin):
        published = Event.objects.get(type="issuance.completed").created_at
    assert published - now() > dt.timedelta(days=99)


def test_it_moves_nobody_else(client, tester, tenant, other_tenant, shelf):
    advance(tester, seconds=300 * DAY)
    stock(tenant, shelf, 2, expires_on=now().date() + dt.timedelta(days=30))
    assert near(buy(client, shelf)["created_at"], now())
    assert client.get("/v1/stock", {"sku_ids[]": shelf.sku_id}).json()["data"][0]["available"] == 1
    other = api(make_key(other_tenant, livemode=False))
    assert other.get("/v1/test_helpers/clock").json()["seconds_ahead"] == 0


def test_inside_a_test_shop_live_places_keep_their_time(tenant, twin):
    advanced = advance_clock(twin=twin, by=dt.timedelta(days=50))
    with tenant_context(advanced):
        there = clock.now()
        assert clock.on_the_wall(there) < there
        for elsewhere in (tenant_context(tenant), platform_context(), nowhere()):
            with elsewhere:
                assert there - clock.now() > dt.timedelta(days=49)
        assert clock.now() >= there
    assert there - clock.now() > dt.timedelta(days=49)


def test_keys_and_pings_go_by_the_real_time(tester, tenant):
    with tenant_context(tenant):
        ApiKey.objects.filter(livemode=False).update(expires_at=now() + dt.timedelta(days=1))
    forget_keys()
    advance(tester, seconds=300 * DAY)
    answer = tester.get("/v1/ping").json()
    assert near(answer["server_time"], now())
    assert near(answer["test_clock"], now() + dt.timedelta(days=300))


def test_retries_find_what_was_made_before_the_clock_moved(tester, twin, yearly):
    body = {"external_id": "B-1", "lines": [{"sku": yearly.sku_id, "quantity": 1}]}
    headers = {"Idempotency-Key": "before"}
    first = tester.post("/v1/issuances", body, content_type=JSON, headers=headers)
    advance(tester, seconds=700 * DAY)
    sweep_tenants()
    again = tester.post("/v1/issuances", body, content_type=JSON, headers=headers)
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert again.headers["Idempotent-Replayed"] == "true"
    with tenant_context(twin):
        assert IdempotencyRecord.objects.count() >= 1


def test_jobs_of_a_test_shop_do_not_wait_for_its_future(tester, twin):
    shelf = make_shelf(twin)
    advance(tester, seconds=500 * DAY)
    rows = {"sku": shelf.sku_id, "supplier": shelf.supplier_id, "rows": [{"code": "TEST-LATER-1"}]}
    assert post(tester, "/v1/imports", rows).status_code == 202
    with platform_context():
        job = Job.objects.get(name="inventory.run_import", done_at=None, tenant_role=twin.role_name)
        assert job.available_at <= now()
    while job_runner.run_next_job():
        pass
    with tenant_context(twin):
        done = CodeImport.objects.get()
    assert done.state == "ready"
    assert done.finished_at - now() > dt.timedelta(days=499)


def test_a_live_call_asks_the_database_nothing_for_test_mode(client, django_assert_num_queries):
    for _ in range(2):  # the first pins the version
        client.get("/v1/ping")
    with django_assert_num_queries(0):
        assert client.get("/v1/ping").status_code == 200
