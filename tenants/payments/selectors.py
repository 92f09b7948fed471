"""Reading payments."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import F, Q, QuerySet, Sum

from platform_core.entitlements.selectors import find_balance_contract
from platform_core.kernel.clock import local_date
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import current_tenant
from tenants.finance.enums import TransferKind
from tenants.finance.models import LedgerTransfer
from tenants.finance.selectors import find_booking
from tenants.payments.enums import NoticeKind, NoticeOutcome, PaymentState, RefundState, SplitState
from tenants.payments.models import (
    BalanceEntry,
    BuyerBalance,
    GatewayAccount,
    GatewayNotice,
    GatewayRefund,
    Payment,
    PaymentSplit,
)

# Read several times for every order: written by hand, they take half as long as through the ORM.
ACCOUNTS = "SELECT * FROM payments_gatewayaccount ORDER BY position, gateway"
ACCOUNT = "SELECT * FROM payments_gatewayaccount WHERE gateway = %s"


def list_gateway_accounts() -> list[GatewayAccount]:
    """The shop's accounts at institutions, in the order in which it offers them."""
    return list(GatewayAccount.objects.raw(ACCOUNTS))


def find_gateway_account(gateway: str) -> GatewayAccount | None:
    """The shop's account at an institution, switched on or not."""
    return next(iter(GatewayAccount.objects.raw(ACCOUNT, [gateway])), None)


def get_payment(payment_id: uuid.UUID) -> Payment:
    """A payment.

    Raises:
        RecordNotFound
    """
    found = Payment.objects.filter(pk=payment_id).first()
    if found is None:
        raise RecordNotFound(id=str(payment_id))
    return found


def find_payment_of(order_id: uuid.UUID) -> Payment | None:
    """The payment that paid an order; None: nothing did."""
    return Payment.objects.filter(order_id=order_id, state=PaymentState.SUCCEEDED).order_by("paid_at").first()


def list_payments_of(order_id: uuid.UUID) -> QuerySet[Payment]:
    """All attempts to pay an order, with what went back, newest first."""
    return Payment.objects.filter(order_id=order_id).prefetch_related("refunds", "splits").order_by("-created_at")


def get_refundable(payment: Payment) -> int:
    """What of a payment is still there: not given back, nor about to be, and not disputed (who disputes it has it back)."""
    gone = GatewayRefund.objects.filter(payment=payment).exclude(state=RefundState.FAILED)
    left = payment.received - (gone.aggregate(sum=Sum("amount"))["sum"] or 0) - get_disputed(payment)
    return max(0, left)


def get_disputed(payment: Payment) -> int:
    """What of a payment is frozen at the institution, or lost, because its buyer disputes it; minor units."""
    about = {NoticeKind.DISPUTED, NoticeKind.DISPUTE_WON, NoticeKind.DISPUTE_LOST}
    told = GatewayNotice.objects.filter(
        gateway=payment.gateway, payment_number=payment.number, kind__in=about, outcome=NoticeOutcome.SETTLED
    )
    amounts = dict(told.order_by("-id").values_list("provider_id", "amount"))  # as it was told first
    won = told.filter(kind=NoticeKind.DISPUTE_WON).values_list("provider_id", flat=True)
    return sum(amount for dispute, amount in amounts.items() if dispute not in set(won))


def get_gone(payment: Payment) -> int:
    """What of a payment went back, is about to, or is disputed: out of that nobody gets a share."""
    return min(payment.amount, payment.received - get_refundable(payment))


def find_unallocated(payment: Payment) -> LedgerTransfer | None:
    """How what came was booked, where it is nobody's revenue: another amount than was asked for, or one that nobody asked for."""
    return find_booking(TransferKind.UNALLOCATED, payment.id) if payment.state == PaymentState.ABNORMAL else None


def find_failed_refund(payment: Payment) -> GatewayRefund | None:
    """A refund that the gateway refused, or that came back: its money is owed to the buyer, so it is sent again before all else."""
    return GatewayRefund.objects.filter(payment=payment, state=RefundState.FAILED).order_by("id").first()


def list_unsure_payments(*, asked_before: dt.datetime, begun_after: dt.datetime) -> QuerySet[Payment]:
    """Open payments of which nothing was heard, the one that was asked about longest ago first.

    Args:
        asked_before: those asked about later are left alone for now.
        begun_after: older ones are given up.
    """
    due = Q(checked_at__isnull=True, created_at__lt=asked_before) | Q(checked_at__lt=asked_before)
    rows = Payment.objects.filter(due, state=PaymentState.CREATED, created_at__gte=begun_after)
    return rows.order_by(F("checked_at").asc(nulls_first=True), "created_at")


def list_open_refunds(*, asked_before: dt.datetime) -> QuerySet[GatewayRefund]:
    """Refunds of which the gateway has not said what became of them."""
    due = Q(checked_at__isnull=True, created_at__lt=asked_before) | Q(checked_at__lt=asked_before)
    return GatewayRefund.objects.filter(due, state=RefundState.PENDING).order_by("created_at")


def list_notices_of(payment_numbers: Collection[str]) -> QuerySet[GatewayNotice]:
    """What gateways said of payments, oldest first."""
    return GatewayNotice.objects.filter(payment_number__in=payment_numbers).order_by("id")


def get_balance(buyer_id: uuid.UUID) -> int:
    """What a buyer has, in minor units of the shop's currency."""
    row = BuyerBalance.objects.filter(buyer_id=buyer_id).first()
    return row.amount if row else 0


def list_balances_of(buyer_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """What each of some buyers has; those without a balance are not in it."""
    return dict(BuyerBalance.objects.filter(buyer_id__in=buyer_ids).values_list("buyer_id", "amount"))


def list_balance_entries(buyer_id: uuid.UUID) -> QuerySet[BalanceEntry]:
    """How a buyer's balance came about, newest first."""
    return BalanceEntry.objects.filter(buyer_id=buyer_id).order_by("-id")


def find_balance_institution(now: dt.datetime) -> str | None:
    """The licensed institution that holds balances of this shop's buyers; None: there are none (PAY-02)."""
    tenant = current_tenant()
    contract = find_balance_contract(tenant.id, local_date(now, tenant.time_zone))
    return contract.institution if contract else None


def find_open_top_up(buyer_id: uuid.UUID, now: dt.datetime) -> Payment | None:
    """A top-up of a buyer of which nothing was heard yet; it may arrive any moment."""
    rows = Payment.objects.filter(top_up__buyer_id=buyer_id, state=PaymentState.CREATED, expires_at__gt=now)
    return rows.order_by("-created_at").first()


def list_split_sums(supplier_id: uuid.UUID) -> dict[str, int]:
    """What of payments is held for a supplier, and was not paid to it by the institution yet; minor units, by currency."""
    due = PaymentSplit.objects.filter(
        supplier_id=supplier_id,
        state__in=[SplitState.PENDING, SplitState.SENDING],
        payment__state=PaymentState.SUCCEEDED,
    )
    left = due.values("payment__currency").annotate(left=Sum(F("amount") - F("returned") - F("unheld")))
    return {row["payment__currency"]: row["left"] for row in left if row["left"]}
