"""Fifty at once, on data that is really committed: exactly as many as the plan allows, never one more, never one fewer."""

from __future__ import annotations

import itertools
import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from platform_core.entitlements.errors import LimitReached
from platform_core.identity.selectors import get_seat_count
from platform_core.identity.services.invite_member import invite_member
from platform_core.tenancy.context import tenant_context
from tenants.catalog.selectors import get_sku_count
from tenants.catalog.services.create_product import SkuDraft, create_product
from tenants.issuance.enums import Source
from tenants.issuance.models import Issuance
from tenants.issuance.monthly import find_month_codes
from tenants.issuance.services.issue_codes import IssueLine, issue_codes
from tests.integration.console.test_people import owner_of
from tests.integration.entitlements.plans import hold
from tests.world import committed_shop, make_shelf, now, stock
from webhooks.selectors import list_endpoints
from webhooks.services.create_endpoint import create_endpoint

_labels = itertools.count(1)
AT_ONCE = 50
ONE_AT_A_TIME = 16  # connections of these tests


@pytest.fixture(scope="module")
def shop(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_shop(f"limit-races-{next(_labels)}") as made:
        yield made


@pytest.fixture
def wide(shop):
    """Nothing of a plan that an earlier test gave."""
    hold(shop)
    return shop


def storm(shop, act, count=AT_ONCE):
    """The act so many times at once; how often it was done, and how often refused for want of room."""
    gate = threading.Barrier(ONE_AT_A_TIME)

    def work(numbers):
        gate.wait()
        found = Counter()
        try:
            for number in numbers:
                with tenant_context(shop):
                    try:
                        act(number)
                        found["done"] += 1
                    except LimitReached:
                        found["refused"] += 1
        finally:
            connections.close_all()
        return found

    with ThreadPoolExecutor(ONE_AT_A_TIME) as pool:
        shares = [range(first, count, ONE_AT_A_TIME) for first in range(ONE_AT_A_TIME)]
        return sum(pool.map(work, shares), Counter())


def issue(shelf, quantity=1, source=Source.API):
    return issue_codes(
        lines=[IssueLine(shelf.sku, quantity, shelf.sku.price)], external_id=uuid.uuid4().hex, fingerprint=bytes(32),
        source=source, actor="test", now=now(),
    )  # fmt: skip


def find_month(shop):
    with tenant_context(shop):
        return find_month_codes(now())


def issued():
    return sum(Issuance.objects.exclude(source=Source.REPLACEMENT).values_list("quantity", flat=True))


def test_skus(wide):
    with tenant_context(wide):
        there = get_sku_count()
    hold(wide, skus=there + 20)

    def make(number):
        create_product(name="卡", skus=[SkuDraft(sku_code=f"R-{uuid.uuid4().hex[:9]}", name="1", price=1)], now=now())

    assert storm(wide, make) == {"done": 20, "refused": 30}
    with tenant_context(wide):
        assert get_sku_count() == there + 20


def test_members(wide):
    owner = owner_of(wide)
    with tenant_context(wide):
        there = get_seat_count(now())
    hold(wide, staff=there + 7)

    def invite(number):
        address = f"{uuid.uuid4().hex}@staff.example"
        invite_member(
            email=address, role="support", role_name="客服", by=owner, by_name="O", language="en", now=now()
        )  # fmt: skip

    assert storm(wide, invite) == {"done": 7, "refused": 43}
    with tenant_context(wide):
        assert get_seat_count(now()) == there + 7


def test_endpoints(wide):
    hold(wide, endpoints=3)
    hook = {"url": "https://example.com/hook", "event_types": ["*"], "version": "2026-12-01"}
    assert storm(wide, lambda number: create_endpoint(settings=hook, now=now())) == {"done": 3, "refused": 47}
    with tenant_context(wide):
        assert list_endpoints().count() == 3


def test_codes_of_a_month(wide):
    shelf = make_shelf(wide)
    stock(wide, shelf, 100)
    with tenant_context(wide):
        before = find_month_codes(now())
    hold(wide, codes=before + 30)
    assert storm(wide, lambda number: issue(shelf)) == {"done": 30, "refused": 20}
    with tenant_context(wide):
        assert find_month_codes(now()) == before + 30 == issued()


def test_codes_of_a_month_across_the_line_from_where_nobody_waits(wide):
    """It begins far from the limit, where issues go in together, and ends at it: all that fits is issued, and not one more."""
    shelf = make_shelf(wide)
    stock(wide, shelf, 600)
    with tenant_context(wide):
        before = find_month_codes(now())
    hold(wide, codes=before + 20_000 + 150)  # nearer than 20,000 once half of these are issued
    assert storm(wide, lambda number: issue(shelf, 5), 60) == {"done": 60}
    hold(wide, codes=before + 300 + 43)
    assert storm(wide, lambda number: issue(shelf, 5), 60) == {"done": 8, "refused": 52}
    with tenant_context(wide):
        assert find_month_codes(now()) == before + 340 == issued()


def test_what_is_paid_is_delivered_over_the_limit_and_counted(wide):
    shelf = make_shelf(wide)
    stock(wide, shelf, 100)
    with tenant_context(wide):
        before = find_month_codes(now())
    hold(wide, codes=before + 10)
    sources = [Source.API, Source.ORDER]
    found = storm(wide, lambda number: issue(shelf, source=sources[number % 2]))
    assert 25 <= found["done"] <= 25 + 10, "all that was paid, and of the others no more than there was room for"
    with tenant_context(wide):
        assert find_month_codes(now()) == before + found["done"] == issued()


def test_who_is_killed_in_the_middle_leaves_the_count_as_it_issued(wide):
    shelf = make_shelf(wide)
    stock(wide, shelf, 3_000)
    with tenant_context(wide):
        before = find_month_codes(now())
    hold(wide, codes=before + 2_500)
    over, killed = threading.Event(), Counter()

    def kill():
        of_it = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE query LIKE '%issue_codes(%' AND state = 'active' AND pid <> pg_backend_pid() LIMIT 1"""
        with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
            while not over.wait(0.01):
                admin.execute(of_it)

    def risky(number):
        try:
            issue(shelf, 2)
        except LimitReached:
            raise
        except Exception:  # its connection was taken away
            connections.close_all()
            killed["seen"] += 1

    with ThreadPoolExecutor(1) as pool:
        pool.submit(kill)
        try:
            for _ in range(20):
                storm(wide, risky, 100)
                if killed["seen"] >= 3 and find_month(wide) > before:
                    break
        finally:
            over.set()
    with tenant_context(wide):
        assert before < find_month_codes(now()) == issued()
    assert killed["seen"], "nobody was killed: this test proved nothing"
