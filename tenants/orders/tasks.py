from __future__ import annotations

import uuid

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from tenants.notifications.enums import MessageKind
from tenants.orders.enums import CaseReason
from tenants.orders.services.close_payment import close_payment
from tenants.orders.services.deliver_held import deliver_held
from tenants.orders.services.finish_refund import finish_refund
from tenants.orders.services.flag_shares import flag_shares
from tenants.orders.services.open_signal_case import open_signal_case
from tenants.orders.services.recall_supply import recall_supply
from tenants.orders.services.run_recall import run_recall
from tenants.orders.services.share_payment import share_payment
from tenants.orders.services.tell_buyer import tell_buyer
from tenants.payments.errors import GatewayUnavailable
from tenants.payments.services.pay_refund import pay_refund


@handles(JobName.CLOSE_PAYMENT)
def _close_payment(payment_id: str) -> None:
    close_payment(payment_id=uuid.UUID(payment_id), now=now())


@handles(JobName.PAY_REFUND)
def _pay_refund(refund_id: str) -> None:
    moment = now()
    refund, answer = pay_refund(refund_id=uuid.UUID(refund_id), now=moment)
    finish_refund(number=refund.number, answer=answer, now=moment)


def _give_shares_up(payment_id: str) -> None:
    flag_shares(payment_id=uuid.UUID(payment_id), now=now())


@handles(JobName.PAY_SPLITS, on_give_up=_give_shares_up)
def _pay_splits(payment_id: str) -> None:
    if not share_payment(payment_id=uuid.UUID(payment_id), now=now()):
        raise GatewayUnavailable(reason="shares are on their way")  # the job comes again


@handles(JobName.TELL_BUYER)
def _tell_buyer(kind: str, order_id: str, about_id: str) -> None:
    tell_buyer(kind=MessageKind(kind), order_id=uuid.UUID(order_id), about_id=uuid.UUID(about_id), now=now())


@handles(JobName.RUN_RECALL)
def _run_recall(recall_id: str) -> None:
    run_recall(recall_id=uuid.UUID(recall_id), now=now())


@handles(JobName.OPEN_SIGNAL_CASE)
def _open_signal_case(order_id: str, reason: str) -> None:
    open_signal_case(order_id=uuid.UUID(order_id), reason=CaseReason(reason), now=now())


@handles(JobName.DELIVER_HELD)
def _deliver_held(case_id: str) -> None:
    deliver_held(case_id=uuid.UUID(case_id), now=now())


@handles(JobName.RECALL_SUPPLY)
def _recall_supply(shop_id: str) -> None:
    recall_supply(shop_id=uuid.UUID(shop_id), now=now())
