"""Whatever is sold, let off by coupons, refunded, paid, imported, withdrawn and split, on whichever days that are closed or not: the
books are even, and every report adds up to what they say.
"""

import datetime as dt
import random

import pytest
import time_machine
from django.db import transaction

from platform_core.kernel.ids import new_id
from tenants.finance.days import EVER, Period, shop_day
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.errors import SupplierPaymentRefused
from tenants.finance.models import SupplierPayment
from tenants.finance.selectors import get_owed, list_balances, list_totals, list_totals_in_ledger
from tenants.finance.services.close_days import close_days
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.finance.services.record_supplier_payment import record_supplier_payment
from tenants.finance.services.undo_supplier_payment import undo_supplier_payment
from tenants.inventory.errors import ImportNotUndoable
from tenants.inventory.services.undo_import import undo_import
from tenants.marketing.errors import CouponRefused
from tenants.marketing.models import Coupon, CouponUse
from tenants.orders.models import Order
from tenants.orders.services.expire_orders import expire_orders
from tenants.orders.services.place_order import PAY_WITHIN
from tenants.payments.enums import BalanceMove, PaymentState, SplitState
from tenants.payments.errors import BalanceTooLow
from tenants.payments.gateways.base import SplitAnswer
from tenants.payments.gateways.registry import get_gateway
from tenants.payments.models import Payment
from tenants.payments.services.move_balance import move_balance
from tenants.reporting.profit import results_of
from tenants.reporting.reports.ages import ages_of_debts
from tenants.reporting.reports.checking import check_things, check_times
from tenants.reporting.reports.commission import commission_by_day
from tenants.reporting.reports.sales_by_thing import sales_by_product, sales_by_supplier
from tenants.reporting.reports.sales_by_time import sales_by_day, sales_by_month
from tenants.reporting.reports.supplier_statements import all_suppliers, statement_of
from tenants.reporting.services.make_figures import make_figures
from tests.integration.orders.coupons import coupon, percent, used
from tests.integration.orders.ordering import open_payment, order, says, share_with_others
from tests.integration.orders.test_any_case_history import Counter
from tests.world import make_shelf, now, stock

START = dt.datetime(2026, 3, 9, 4, tzinfo=dt.UTC)
STEPS = [
    "buy", "buy", "buy_with_coupon", "buy_with_coupon", "buy_what_is_gone", "leave_unpaid", "complain", "elsewhere", "restock", "work",
    "work", "settle", "fee", "payout",
    "pay_supplier", "undo_payment", "undo_import", "balance", "night", "night", "close",
]  # fmt: skip
OF_SALES = ("gross", "discounts", "refunds", "cost", "fees", "commission")


class Bookkeeper(Counter):
    """Beside what happens to orders: what the institution takes, what goes to suppliers and to the merchant, and nights."""

    def __init__(self, tenant, dice, refunds, clock):
        super().__init__(tenant, dice, refunds)
        self.clock, self.buyer, self.other = clock, new_id(), make_shelf(tenant, price=1_003)
        stock(tenant, self.other, 60)
        self.coupons = [
            percent("A-THIRD", 33, cap=2_000),
            coupon("TWICE", amount_off=4_477, most_uses=2),
            coupon("ONE-OF-THEM", amount_off=700, product_ids=[self.shelf.product.id], minimum=4_000),
        ]
        self.imports = [stock(tenant, self.shelf, [f"U-{number}" for number in range(9)])]

    def do(self, step):
        self.clock.shift(dt.timedelta(minutes=self.dice.randint(1, 90)))
        getattr(self, step)()

    def check(self):
        """Not what is held for others: an institution would not pay out, and then give back, what is not there; here it does."""
        assert sum(list_balances().values()) == 0

    def post(self, kind, debit, credit, subject=None):
        amount = self.dice.randint(1, 900)
        transfers = [Transfer(debit, credit, amount, "CNY")]
        post_transfers(kind=kind, subject_id=subject or new_id(), transfers=transfers, now=now())

    def fee(self):
        self.post(TransferKind.PROVIDER_FEE, AccountCode.PROVIDER_FEES, AccountCode.PROVIDER_BALANCE, self.paid("fee"))

    def with_coupon(self, *lines):
        """An order with one of the coupons, or without it where it refuses."""
        code = self.dice.choice(self.coupons).codes.get().text
        try:
            return order(*lines, coupon=code)
        except CouponRefused:
            return order(*lines)

    def buy_with_coupon(self):
        lines = [(self.shelf.sku, self.dice.randint(1, 3)), (self.other.sku, 1)][: self.dice.randint(1, 2)]
        payment = open_payment(self.with_coupon(*lines))
        says(payment, amount=payment.amount + self.dice.choice([0, 0, 0, -1, 700]))

    def leave_unpaid(self):
        """Nobody pays in time; now and then the money comes all the same."""
        payment = open_payment(self.with_coupon((self.shelf.sku, 1)))
        self.clock.shift(PAY_WITHIN * 2)
        expire_orders(now=now())
        if self.dice.random() < 0.5:
            says(payment)

    def payout(self):
        self.post(TransferKind.PAYOUT, AccountCode.OUTSIDE_FUNDS, AccountCode.PROVIDER_BALANCE)

    def paid(self, what):
        """A payment to which this did not happen yet."""
        kept = self.__dict__.setdefault(what + "s", set())
        found = Payment.objects.filter(state=PaymentState.SUCCEEDED).exclude(pk__in=kept).order_by("id").first()
        if found:
            kept.add(found.id)
        return found.id if found else None

    def pay_supplier(self):
        try:
            record_supplier_payment(
                payment_id=new_id(), supplier_id=self.shelf.contract.supplier_id, amount=self.dice.randint(1, 99_999), currency="CNY",
                paid_on=shop_day(now()), reference="-", note="", prepaid=self.dice.random() < 0.2, actor="-", now=now(),
            )  # fmt: skip
        except SupplierPaymentRefused:
            pass  # more than is owed

    def undo_payment(self):
        for payment in SupplierPayment.objects.filter(undone_at=None)[:1]:
            undo_supplier_payment(payment_id=payment.id, reason="-", actor="-", now=now())

    def undo_import(self):
        if self.imports:
            try:
                undo_import(import_id=self.imports.pop().id, now=now())
            except ImportNotUndoable:
                pass

    def balance(self):
        move = self.dice.choice(
            [BalanceMove.TOPPED_UP, BalanceMove.TOPPED_UP, BalanceMove.WITHDRAWN, BalanceMove.SPENT]
        )
        try:
            with transaction.atomic():
                move_balance(
                    buyer_id=self.buyer, move=move, subject_id=new_id(), amount=self.dice.randint(1, 500), currency="CNY", now=now()
                )  # fmt: skip
        except BalanceTooLow:
            pass

    def night(self):
        self.clock.shift(dt.timedelta(hours=self.dice.randint(8, 40)))

    def close(self):
        self.dice.choice([close_days, make_figures])(now=now())


@pytest.fixture
def shares(monkeypatch):
    """An institution that pays each share when it is asked to, and takes it back."""
    sandbox = get_gateway("sandbox")

    def split(account, known, shares):
        return [SplitAnswer(share.number, SplitState.SUCCEEDED, "x", "") for share in shares]

    def unsplit(account, known, share, part, number):
        return SplitAnswer(number, SplitState.SUCCEEDED, "x", "")

    monkeypatch.setattr(sandbox, "split", split)
    monkeypatch.setattr(sandbox, "unsplit", unsplit)


def total(sheet, key):
    place = [column.key for column in sheet.columns].index(key)
    return sum(row.cells[place] for row in sheet.totals)


def check_coupons():
    """What the books say was let off is what orders were that somebody paid; nothing is used more often than it may be."""
    paid = Order.objects.filter(paid_at__isnull=False)
    assert list_balances().get((AccountCode.COUPONS, "CNY"), 0) == sum(paid.values_list("discount", flat=True))
    for made in Coupon.objects.all():
        used(made)
    kept = CouponUse.objects.filter(returned_at=None).values_list("order_id", flat=True)
    assert set(paid.exclude(coupon_code="").values_list("id", flat=True)) <= set(kept)
    for placed in paid:
        assert placed.discount == sum(placed.lines.values_list("discount", flat=True))
        assert placed.refunded <= sum(each.received for each in Payment.objects.filter(order_id=placed.id))


def check_reports(supplier_id):
    """Each report against balances and transfers as the ledger has them."""
    today = shop_day(now())
    period = Period(dt.date(2026, 3, 1), today)
    balances = {account: amount for (account, _), amount in list_balances().items()}
    assert sum(balances.values()) == 0
    check_coupons()
    booked = list_totals_in_ledger(period)
    assert sorted(list_totals(period)) == sorted(booked)
    assert check_times(period).differences == check_things(period).differences == []
    assert check_times(period).transfers == sum(fact.transfers for fact in booked)
    for result in results_of(booked).values():
        for sheet in (sales_by_day(period), sales_by_month(period)):
            assert [total(sheet, key) for key in (*OF_SALES, "profit")] == [
                getattr(result, key) for key in (*OF_SALES, "profit")
            ]
        for sheet in (sales_by_product(period), sales_by_supplier(period)):
            assert [total(sheet, key) for key in OF_SALES] == [getattr(result, key) for key in OF_SALES]
        assert total(commission_by_day(period), "net") == result.commission
    owed = -balances.get(AccountCode.SUPPLIER_PAYABLE, 0)
    for opening in (EVER, today):
        sheet = all_suppliers(Period(opening, today))
        assert total(sheet, "closing") == owed
        assert not [row for row in sheet.rows if row.key is None]
    assert total(statement_of(supplier_id, period), "balance") == get_owed(supplier_id, "CNY", now())
    to_buyers = (AccountCode.REFUNDS_PAYABLE, AccountCode.UNALLOCATED, AccountCode.BUYER_BALANCES)
    ages = ages_of_debts(today)
    assert total(ages, "owed") == owed - sum(balances.get(account, 0) for account in to_buyers)
    for row in ages.rows:
        assert sum(row.cells[2:6]) == max(row.cells[1], 0)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_reports_add_up_to_the_books_after_any_history(inside, refunds, shares, shared, seed, request):
    """``--long``: forty histories for each."""
    for again in range(8 if request.config.getoption("--long") else 1):
        with time_machine.travel(START, tick=False) as clock, transaction.atomic():
            dice = random.Random(seed + 1_000 * again)
            live(Bookkeeper(inside, dice, refunds, clock), shared, dice.choices(STEPS, k=36))
            transaction.set_rollback(True)


def live(keeper, shared, steps):
    if shared:
        share_with_others(keeper.shelf)
    for step in steps:
        keeper.do(step)
        keeper.check()
        if step == "close":
            check_reports(keeper.shelf.contract.supplier_id)
    keeper.clock.shift(dt.timedelta(hours=30))
    for chore in (lambda: None, lambda: close_days(now=now()), lambda: make_figures(now=now())):
        chore()
        check_reports(keeper.shelf.contract.supplier_id)
