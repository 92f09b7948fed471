"""Whatever people and gateways do in whatever order: the books are even, and nobody who paid is without codes, money or a case."""

import random

import pytest

from platform_core.kernel.ids import new_id
from tenants.inventory.errors import CodeStockExhausted
from tenants.issuance.codes import WITH_BUYER
from tenants.issuance.errors import AlreadyRefunded, CodeStateInvalid, IssuanceNotCancelable, RefundExceedsAmount
from tenants.issuance.services.fill_backorders import fill_backorders
from tenants.orders.enums import CaseReason, CaseStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.selectors import list_codes_of
from tenants.orders.services.accept_wrong_amount import accept_wrong_amount
from tenants.orders.services.ask_for_help import ask_for_help
from tenants.orders.services.close_case import close_case
from tenants.orders.services.complete_restocked import complete_restocked
from tenants.orders.services.deliver_case import deliver_case
from tenants.orders.services.refund_case import refund_case
from tenants.orders.services.replace_code_of_case import replace_code_of_case
from tenants.orders.services.retry_refund import retry_refund
from tenants.payments.enums import NoticeKind, PaymentState, RefundState
from tenants.payments.errors import RefundExceedsPayment
from tenants.payments.models import GatewayAccount, Payment, SupplierReceiver
from tenants.payments.selectors import get_refundable
from tests.integration.orders.cases import STAFF, settle, sold_out
from tests.integration.orders.ordering import books, open_payment, order, says
from tests.world import make_shelf, now, stock

STEPS = 30
REFUSALS = (
    OrderActionRefused, RefundExceedsPayment, CodeStockExhausted, CodeStateInvalid, AlreadyRefunded, IssuanceNotCancelable,
    RefundExceedsAmount,
)  # fmt: skip


class Counter:
    """Buyers, staff and a gateway, each doing something now and then."""

    def __init__(self, tenant, dice, refunds):
        self.tenant, self.dice, self.refunds, self.codes = tenant, dice, refunds, 0
        self.shelf, self.empty = make_shelf(tenant), make_shelf(tenant)
        self.restock(self.shelf, 100)

    def restock(self, shelf=None, count=None):
        count = count or self.dice.randint(1, 3)
        self.codes += count
        stock(self.tenant, shelf or self.empty, [f"R-{self.codes - n:05d}" for n in range(count)])
        fill_backorders(now=now())
        complete_restocked(now=now())

    def buy(self):
        payment = open_payment(order((self.shelf.sku, self.dice.randint(1, 3))))
        for _ in range(self.dice.randint(1, 2)):
            says(payment, amount=payment.amount + self.dice.choice([0, 0, -1, 700]))

    def buy_what_is_gone(self):
        try:
            sold_out(self.empty, self.dice.randint(1, 2))
        except AbnormalCase.DoesNotExist:
            pass  # it was there

    def complain(self):
        for placed in Order.objects.filter(issuance_id__isnull=False).order_by("?")[:1]:
            codes = list_codes_of(placed)
            if codes:
                code = self.dice.choice(codes).stored.id
                ask_for_help(order=placed, reason=CaseReason.CODE_REPORTED, code_id=code, text="", now=now())

    def elsewhere(self):
        """The merchant gives something back at the institution itself."""
        paid = Payment.objects.filter(state=PaymentState.SUCCEEDED)
        for payment in paid.order_by("?")[:1]:
            amount = min(self.dice.randint(1, 500), get_refundable(payment))
            if amount:
                number = f"x-{new_id()}"
                says(payment, NoticeKind.REFUNDED, amount=amount, provider_id=number)

    def work(self):
        """Somebody takes any case and does anything about it."""
        for case in AbnormalCase.objects.order_by("?")[:1]:
            verb = self.dice.choice([self.deliver, self.refund, self.refund, self.replace, self.others])
            try:
                verb(case)
            except REFUSALS:
                self.check()

    def check(self):
        books()

    def deliver(self, case):
        deliver_case(case_id=case.id, stand_ins={}, actor=STAFF, now=now(), wait=self.dice.random() < 0.5)

    def refund(self, case):
        amount = self.dice.choice([None, self.dice.randint(1, 5000)])
        codes = [case.code_id] if case.code_id and self.dice.random() < 0.5 else []
        refund_case(case_id=case.id, amount=amount, code_ids=codes, reason="", actor=STAFF, now=now())

    def replace(self, case):
        if case.code_id:
            replace_code_of_case(case_id=case.id, code_id=case.code_id, reason="", actor=STAFF, now=now())

    def others(self, case):
        if self.dice.random() < 0.4:
            close_case(case_id=case.id, reason="完", actor=STAFF, now=now())
        elif self.dice.random() < 0.5:
            accept_wrong_amount(case_id=case.id, actor=STAFF, now=now())
        else:
            retry_refund(case_id=case.id, actor=STAFF, now=now())

    def settle(self):
        self.refunds.answer = self.dice.choice([RefundState.SUCCEEDED, RefundState.SUCCEEDED, RefundState.FAILED])
        settle()


def check_nobody_is_forgotten():
    for placed in Order.objects.filter(paid_at__isnull=False):
        paid = Payment.objects.get(order_id=placed.id, state=PaymentState.SUCCEEDED)
        if get_refundable(paid):
            has_codes = bool(list_codes_of(placed))
            has_case = AbnormalCase.objects.filter(order=placed).exclude(status=CaseStatus.CLOSED).exists()
            assert has_codes or has_case, placed
        else:
            assert not {code.path_status for code in list_codes_of(placed)} & WITH_BUYER or placed.refunded
    for placed in Order.objects.filter(status="abnormal"):
        assert AbnormalCase.objects.filter(order=placed).exclude(status=CaseStatus.CLOSED).exists(), placed


@pytest.mark.parametrize("commission", [0, 500])
@pytest.mark.parametrize("seed", range(5))
def test_books_are_even_and_nobody_is_forgotten_after_any_history(inside, refunds, seed, commission):
    dice, moment = random.Random(seed), now()
    counter = Counter(inside, dice, refunds)
    if commission:
        GatewayAccount.objects.create(
            gateway="sandbox", enabled=True, methods=["sandbox"], commission=commission, commission_receiver="platform",
            created_at=moment, updated_at=moment,
        )  # fmt: skip
        supplier = counter.shelf.contract.supplier_id
        SupplierReceiver.objects.create(supplier_id=supplier, gateway="sandbox", receiver="sup", created_at=moment)
    for _ in range(STEPS):
        dice.choice(
            [counter.buy, counter.buy_what_is_gone, counter.complain, counter.elsewhere, counter.restock]
            + [counter.work] * 4 + ([counter.settle] if not commission else [])
        )()  # fmt: skip
        balances = books()
        assert max(balances.get(account, 0) for account in ("UNALLOCATED", "REFUNDS_PAYABLE")) <= 0
    check_nobody_is_forgotten()
    if not commission:
        refunds.answer = RefundState.SUCCEEDED
        settle()
        books()
