"""Two shops bring the same codes at the same moment: one of each pair is first, the other is off the shelf, nobody waits for ever."""

from __future__ import annotations

import itertools
import random
import threading

import pytest
from django.db import connections

from platform_core.compliance.models import CodeMeeting, CodePrint, ScreenedLot
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.inventory.models import Lot
from tenants.inventory.selectors import list_stock
from tenants.inventory.services import screen_codes as slices
from tenants.inventory.services.run_import import run_import
from tests.integration.inventory.imports import begin
from tests.world import committed_shop, make_shelf, stock

pytestmark = pytest.mark.django_db(transaction=True)
CODES = [f"ATONCE{number:05d}ABCDEF" for number in range(600)]
_numbers = itertools.count(1)


@pytest.fixture
def shops(monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 100)
    with committed_shop(f"prints-{next(_numbers)}") as one, committed_shop(f"prints-{next(_numbers)}") as two:
        yield one, two


def at_once(*works):
    """Run each in a thread of its own, begun together; what went wrong."""
    gate, problems = threading.Barrier(len(works)), []

    def run(work):
        try:
            gate.wait()
            work()
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return problems


def importing(tenant, shelf, seed):
    codes = CODES.copy()
    random.Random(seed).shuffle(codes)
    row = begin(tenant, shelf, "\n".join(codes).encode())

    def work():
        with tenant_context(tenant):
            run_import(import_id=row.id, now=now())

    return work


def outcome(tenant, shelf):
    with tenant_context(tenant):
        return Lot.objects.get().halt, list_stock([shelf.sku.id], now=now())[shelf.sku.id]


@pytest.mark.parametrize("seed", range(3))
def test_no_code_is_on_sale_in_both_shops(shops, seed):
    one, two = shops
    shelves = [make_shelf(one), make_shelf(two)]
    works = [
        importing(shop, shelf, seed * 2 + number)
        for number, (shop, shelf) in enumerate(zip(shops, shelves, strict=True))
    ]
    assert at_once(*works) == []
    ends = [outcome(shop, shelf) for shop, shelf in zip(shops, shelves, strict=True)]
    assert "review" in {halt for halt, _ in ends}
    assert sorted(left for _, left in ends) in ([0, 0], [0, len(CODES)])
    with platform_context():
        ours = ScreenedLot.objects.filter(tenant_role__in=[one.role_name, two.role_name])
        assert CodePrint.objects.filter(lot_id__in=ours.values("id")).count() == len(CODES)
        assert sum(CodeMeeting.objects.filter(later__in=ours).values_list("codes", flat=True)) == len(CODES)


def test_two_workers_with_one_import_count_each_code_once(shops):
    one, two = shops
    stock(one, make_shelf(one), CODES)
    shelf = make_shelf(two)
    row = begin(two, shelf, "\n".join(CODES).encode())

    def work():
        with tenant_context(two):
            run_import(import_id=row.id, now=now())

    assert at_once(work, work) == []
    assert outcome(two, shelf) == ("review", 0)
    with platform_context():
        [meeting] = CodeMeeting.objects.filter(later__tenant_role=two.role_name)
        assert meeting.codes == len(CODES)


def test_batches_given_in_one_transaction_end_well_when_shops_meet(shops):
    one, two = shops
    shelves = [make_shelf(one), make_shelf(two)]
    works = [lambda: stock(one, shelves[0], CODES), lambda: stock(two, shelves[1], CODES[::-1])]
    assert at_once(*works) == []
    assert sorted(outcome(shop, shelf) for shop, shelf in zip(shops, shelves, strict=True)) == [
        ("", len(CODES)),
        ("review", 0),
    ]
