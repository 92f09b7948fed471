"""A day of payments and refunds, the statement that an institution makes of it, and differences that are planted in it."""

import random
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from tenants.payments.enums import PaymentMethod, PaymentState, RefundState
from tenants.payments.models import GatewayRefund, Payment
from tests.integration.reporting.institutions import Said, day_start

METHODS = {"wechatpay": PaymentMethod.WECHAT_NATIVE, "alipay": PaymentMethod.ALIPAY_PAGE, "stripe": PaymentMethod.CARD}
PLAN = {
    "unknown_payment": 6,
    "payment_not_there": 6,
    "other_amount": 5,
    "other_currency": 3,
    "unpaid_here": 3,
    "closed_here": 2,
    "refunded_there_alone": 3,
    "refund_failed_here": 2,
    "refund_of_other_amount": 2,
    "refund_not_there": 2,
    "refund_of_unknown_payment": 2,
    "line_twice": 3,
    "paid_twice": 1,
}
assert sum(PLAN.values()) == 40


class Planted(NamedTuple):
    """A difference that has to be found."""

    kind: str
    fact: str
    number: str


class Day:
    """Payments of a day here, and lines there; ``plant`` makes them disagree."""

    def __init__(self, gateway, day, *, seed=1, tag="a"):
        self.gateway, self.start = gateway, day_start(gateway, day)
        self.random = random.Random(f"{gateway}/{day}/{seed}")
        self.tag, self.count = f"{tag}{day:%m%d}", 0
        self.payments, self.refunds, self.lines = [], [], []
        self.planted = set()
        self.expected = set()  # what waits for the next statement
        self.fees = 0

    def id(self, prefix):
        """A number that nobody else has."""
        self.count += 1
        return f"{prefix}{self.tag}{self.gateway[0]}{self.count:08d}"

    def moment(self):
        """In the day, away from midnight."""
        return self.start + timedelta(seconds=self.random.randint(3_600, 82_800))

    def trade(self):
        """The institution's number of a payment."""
        return self.id({"stripe": "pi_", "wechatpay": "42000", "alipay": "20261125"}[self.gateway])

    def fee(self, amount):
        """What an institution takes; of a refund it gives back its part."""
        return (abs(amount) * 6 + 500) // 1000 * (1 if amount > 0 else -1)

    def pay(self, *, at=None, state=PaymentState.SUCCEEDED, amount=None, **changed):
        """A payment here."""
        at = at or self.moment()
        paid = state in {PaymentState.SUCCEEDED, PaymentState.ABNORMAL}
        amount = amount or self.random.randint(100, 50_000)
        payment = Payment(
            id=uuid4(), order_id=uuid4(), gateway=self.gateway, method=METHODS[self.gateway], number=self.id("P"), amount=amount,
            paid_amount=amount if paid else None, currency="CNY", state=state, provider_id=self.trade() if paid else None,
            created_at=at - timedelta(seconds=self.random.randint(20, 600)), paid_at=at if paid else None,
        )  # fmt: skip
        for name, value in changed.items():
            setattr(payment, name, value)
        self.payments.append(payment)
        return payment

    def line_of(self, payment, **changed):
        """What the institution says of a payment."""
        amount = changed.pop("amount", payment.received)
        trade = changed.pop("trade", payment.provider_id or self.trade())
        at = changed.pop("at", (payment.paid_at or payment.created_at) - timedelta(seconds=2))
        name = self.random.choice(["点卡, 五十元", "会员·月卡", 'The "best" card', "礼品卡"])
        said = Said(payment.number, trade, amount, at, fee=self.fee(amount), name=name, **changed)
        self.lines.append(said)
        return said

    def give_back(self, payment, *, amount=None, state=RefundState.SUCCEEDED, at=None, **changed):
        """A refund here."""
        at = at or min(
            payment.paid_at + timedelta(minutes=self.random.randint(1, 60)), self.start + timedelta(hours=23)
        )
        done = state == RefundState.SUCCEEDED
        number = self.id("R")
        refund = GatewayRefund(
            id=uuid4(), payment=payment, number=number, amount=amount or max(payment.received // 2, 1), currency=payment.currency,
            state=state, provider_id=self.refund_id(payment, number) if done else None, actor="test", created_at=at,
            done_at=at + timedelta(seconds=30) if state != RefundState.PENDING else None,
        )  # fmt: skip
        for name, value in changed.items():
            setattr(refund, name, value)
        self.refunds.append(refund)
        return refund

    def refund_id(self, payment, number):
        """The institution's number of a refund."""
        return (
            f"{payment.provider_id}-{number}"
            if self.gateway == "alipay"
            else self.id("re_" if self.gateway == "stripe" else "5030")
        )

    def line_back(self, refund, **changed):
        """What the institution says of a refund."""
        payment = refund.payment
        amount = -changed.pop("amount", refund.amount)
        said = Said(
            payment.number, payment.provider_id or self.trade(), amount, changed.pop("at", refund.created_at + timedelta(seconds=5)),
            fee=self.fee(amount), refund=refund.provider_id or self.refund_id(payment, refund.number),
            refund_number=refund.number, **changed,
        )  # fmt: skip
        self.lines.append(said)
        return said

    def fill(self, lines):
        """Ordinary business, until there are so many lines; the fees of all of it are to be booked."""
        while len(self.lines) < lines:
            payment = self.pay()
            self.fees += self.line_of(payment).fee
            if self.random.random() < 0.1 and len(self.lines) < lines:
                for _ in range(self.random.choice([1, 1, 1, 3])):  # a part, or several parts in lines of their own
                    if len(self.lines) < lines:
                        refund = self.give_back(payment, amount=max(payment.received // 4, 1))
                        self.fees += self.line_back(refund).fee

    def store(self):
        """Everything that is ours into the tables."""
        self.random.shuffle(self.lines)
        Payment.objects.bulk_create(self.payments, batch_size=2_000)
        GatewayRefund.objects.bulk_create(self.refunds, batch_size=2_000)


def plant(day: Day):
    """All 40 differences of ``PLAN``."""
    for name, count in PLAN.items():
        for _ in range(count):
            day.planted.add(globals()[f"_{name}"](day))


def _unknown_payment(day):
    number = day.id("Z")
    day.lines.append(Said(number, day.trade(), day.random.randint(100, 9_000), day.moment()))
    return Planted("missing_here", "payment", number)


def _payment_not_there(day):
    return Planted("missing_there", "payment", day.pay().number)


def _other_amount(day):
    payment = day.pay()
    day.line_of(payment, amount=payment.received + day.random.choice([-1, 1, 100, -50]))
    return Planted("amount_differs", "payment", payment.number)


def _other_currency(day):
    payment = day.pay(currency="USD")
    day.line_of(payment)
    return Planted("currency_differs", "payment", payment.number)


def _unpaid_here(day):
    payment = day.pay(state=PaymentState.CREATED)
    day.line_of(payment)
    return Planted("status_differs", "payment", payment.number)


def _closed_here(day):
    payment = day.pay(state=PaymentState.CLOSED)
    day.line_of(payment)
    return Planted("status_differs", "payment", payment.number)


def _refunded_there_alone(day):
    payment = day.pay()
    day.fees += day.line_of(payment).fee
    made = GatewayRefund(payment=payment, number=day.id("Y"), amount=50, created_at=day.moment())
    made.provider_id = day.refund_id(payment, made.number)
    day.line_back(made)
    return Planted("status_differs", "refund", made.number)


def _refund_failed_here(day):
    payment = day.pay()
    day.fees += day.line_of(payment).fee
    refund = day.give_back(payment, state=RefundState.FAILED)
    day.line_back(refund)
    return Planted("status_differs", "refund", refund.number)


def _refund_of_other_amount(day):
    payment = day.pay(amount=5_000)
    day.fees += day.line_of(payment).fee
    refund = day.give_back(payment, amount=1_000)
    day.line_back(refund, amount=1_200)
    return Planted("amount_differs", "refund", refund.number)


def _refund_not_there(day):
    payment = day.pay()
    day.fees += day.line_of(payment).fee
    return Planted("missing_there", "refund", day.give_back(payment).number)


def _refund_of_unknown_payment(day):
    number = day.id("Y")
    stranger = Payment(id=UUID(int=0), number=day.id("Z"), provider_id=day.trade())
    made = GatewayRefund(payment=stranger, number=number, amount=77, created_at=day.moment())
    made.provider_id = day.refund_id(stranger, number)
    day.line_back(made)
    return Planted("missing_here", "refund", number)


def _line_twice(day):
    payment = day.pay()
    said = day.line_of(payment)
    day.fees += said.fee
    day.lines.append(said)
    return Planted("duplicate", "payment", payment.number)


def _paid_twice(day):
    payment = day.pay()
    day.fees += day.line_of(payment).fee
    day.line_of(payment, trade=day.trade())
    return Planted("duplicate", "payment", payment.number)


def lay_traps(day: Day):
    """What looks like a difference and is none."""
    for state in (PaymentState.CREATED, PaymentState.CLOSED):
        day.pay(state=state)
    cheap = day.pay(state=PaymentState.ABNORMAL, amount=5_000, paid_amount=4_000)  # known to be of another amount
    day.fees += day.line_of(cheap).fee
    refunded = day.pay(amount=9_000)
    day.fees += day.line_of(refunded).fee
    for state in (RefundState.FAILED, RefundState.PENDING):
        day.give_back(refunded, state=state)
    outside = day.give_back(refunded, amount=100, ours=False)
    day.fees += day.line_back(outside).fee
    if day.gateway == "wechatpay":
        slow = day.give_back(refunded, amount=200, state=RefundState.PENDING)
        day.fees += day.line_back(slow, status="PROCESSING").fee
    # Heard of just after midnight, paid just before: it stands in yesterday's statement, which is not here.
    early = day.pay(at=day.start + timedelta(minutes=2))
    early.created_at = day.start - timedelta(minutes=3)
    late = day.pay(at=day.start + timedelta(days=1) - timedelta(seconds=30))  # and this one in tomorrow's
    day.expected |= {early.number, late.number}
    # Ours is of tomorrow by our clock, theirs of today.
    border = day.pay(at=day.start + timedelta(days=1, seconds=4))
    day.fees += day.line_of(border, at=day.start + timedelta(days=1) - timedelta(seconds=5)).fee
    elsewhere = day.pay()
    elsewhere.gateway = "sandbox"
