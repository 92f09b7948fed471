"""Whatever happens in whatever order: every code is in exactly one place, and stock is what the books of a child would say."""

import datetime as dt
import random

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.inventory.errors import CodeStockExhausted, ReservationGone
from tenants.inventory.models import CardCode
from tenants.inventory.selectors import list_stock
from tenants.inventory.services.release_reservations import release_reservations
from tenants.inventory.services.reserve_codes import reserve_codes
from tenants.inventory.services.undo_import import undo_import
from tests.world import codes_of, issue, make_shelf, now, stock

STEPS = 60


class Shop:
    """The real store, and beside it the simplest model of it: sets of codes."""

    def __init__(self, tenant, dice):
        self.tenant, self.dice = tenant, dice
        self.shelf = make_shelf(tenant)
        self.free, self.held, self.sold, self.imports, self.number = 0, {}, [], {}, 0

    def add(self):
        """Import some codes."""
        count = self.dice.randint(1, 40)
        codes = [f"H-{self.number + n:05d}" for n in range(count)]
        expiry = self.dice.choice([None, now().date() + dt.timedelta(days=self.dice.randint(2, 400))])
        stock(self.tenant, self.shelf, codes, expiry)
        self.number += count
        self.free += count

    def hold(self):
        """Reserve."""
        count = self.dice.randint(1, 25)
        try:
            held = reserve_codes(sku=self.shelf.sku, quantity=count, hold_for=dt.timedelta(minutes=5), now=now())
        except CodeStockExhausted:
            assert count > self.free
        else:
            self.free -= count
            self.held[held.id] = count

    def sell(self):
        """Issue from the shelf."""
        count = self.dice.randint(1, 25)
        try:
            line = issue(self.shelf.sku, count)
        except CodeStockExhausted:
            assert count > self.free
        else:
            self.free -= count
            self.sold.append((line, count))

    def turn(self):
        """A hold is paid, released, or both in either order."""
        if not self.held:
            return
        chosen = self.dice.choice(list(self.held))
        count = self.held.pop(chosen)
        if self.dice.random() < 0.5:
            self.sold.append((issue(self.shelf.sku, count, chosen), count))
            assert release_reservations(ids=[chosen], now=now()) == 0
        else:
            assert release_reservations(ids=[chosen], now=now()) == 1
            self.free += count
            with pytest.raises(ReservationGone):
                issue(self.shelf.sku, count, chosen)

    def check(self):
        """Stock is exact; every sold code is sold once."""
        assert list_stock([self.shelf.sku.id], now=now())[self.shelf.sku.id] == self.free
        shown = [code for line, count in self.sold for code in self._codes(line, count)]
        assert len(shown) == len(set(shown)) == sum(count for _, count in self.sold)
        assert self.free + sum(self.held.values()) + len(shown) == self.number

    def _codes(self, line, count):
        codes = codes_of([line])
        assert len(codes) == count
        return codes


@pytest.mark.parametrize("seed", range(12))
def test_every_code_is_in_one_place_after_any_history(tenant, seed):
    dice = random.Random(seed)
    with tenant_context(tenant):
        shop = Shop(tenant, dice)
        shop.add()
        for _ in range(STEPS):
            dice.choice([shop.add, shop.hold, shop.hold, shop.sell, shop.sell, shop.turn, shop.turn])()
        shop.check()
        assert CardCode.objects.count() == shop.number
        sold, books = sum(count for _, count in shop.sold), list_balances()
        assert books[AccountCode.CODE_STOCK, "CNY"] == 4000 * (shop.number - sold)
        assert books.get((AccountCode.COST_OF_CODES, "CNY"), 0) == 4000 * sold


@pytest.mark.parametrize("seed", range(6))
def test_an_undone_import_leaves_only_what_was_sold_of_it(tenant, seed):
    dice = random.Random(seed)
    with tenant_context(tenant):
        shop = Shop(tenant, dice)
        code_import = stock(tenant, shop.shelf, [f"U-{n}" for n in range(60)])
        shop.free = shop.number = 60
        for _ in range(10):
            dice.choice([shop.hold, shop.sell, shop.turn])()
        shop.check()
        undo_import(import_id=code_import.id, now=now())
        release_reservations(ids=list(shop.held), now=now())
        sold = sum(count for _, count in shop.sold)
        assert CardCode.objects.count() == sold
        assert list_stock([shop.shelf.sku.id], now=now())[shop.shelf.sku.id] == 0
        fresh = stock(tenant, shop.shelf, ["U-NEW-1", "U-NEW-2"])
        assert fresh.accepted == list_stock([shop.shelf.sku.id], now=now())[shop.shelf.sku.id] == 2
