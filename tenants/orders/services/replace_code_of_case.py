from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.clock import local_date
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from tenants.inventory.selectors import get_import
from tenants.inventory.stored import StoredCode
from tenants.issuance.selectors import get_code
from tenants.issuance.services.replace_code import replace_code
from tenants.notifications.enums import MessageKind
from tenants.orders.enums import CaseAction, CaseOutcome
from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import get_open_case_locked
from tenants.orders.models import ReplacedCode
from tenants.orders.selectors import list_codes_of
from tenants.orders.services.end_case import end_case
from tenants.orders.services.plan_message import plan_message
from tenants.payments.selectors import get_refundable


def replace_code_of_case(
    *, case_id: uuid.UUID, code_id: uuid.UUID, reason: str, actor: str, now: dt.datetime
) -> ReplacedCode:
    """Give a buyer another code for a bad one (换卡): the old one is void and counted against its supplier.

    Raises:
        RecordNotFound: no code of this order.
        OrderActionRefused: the case is closed, or the money of all codes went back.
        AlreadyRedeemed, CodeStateInvalid: it cannot be replaced. CodeStockExhausted: there is no other. StoreSuspended.
    """
    with transaction.atomic():
        held = get_open_case_locked(case_id)
        order = held.order
        found = {code.stored.id: code for code in list_codes_of(order)} if order is not None else {}
        if order is None or code_id not in found:
            raise RecordNotFound(id=public_id("code", code_id))
        if held.payment is None or not get_refundable(held.payment):
            raise OrderActionRefused(reason="money_went_back")
        bad, today = get_code(code_id), local_date(now, current_tenant().time_zone)
        made = replace_code(code_id=code_id, actor=actor[:80], reason=reason[:200], today=today, now=now)
        line_id = get_code(made.new_code_id).line_id
        assert line_id is not None
        replaced = ReplacedCode.objects.create(
            order=order,
            case=held.case,
            code_id=code_id,
            new_code_id=made.new_code_id,
            line_id=line_id,
            supplier_id=_supplier_of(bad.stored),
            sku_id=bad.sku.id,
            at=now,
        )
        outcome, action = CaseOutcome.REPLACED, CaseAction.REPLACED
        end_case(case=held.case, outcome=outcome, action=action, text=reason, actor=actor, now=now)
        plan_message(kind=MessageKind.CODE_REPLACED, order=order, about_id=replaced.id, now=now)
    return replaced


def _supplier_of(code: StoredCode) -> uuid.UUID | None:
    """Whose it was; None: the shop's own."""
    supplier_id: uuid.UUID | None = get_import(code.import_id).contract.supplier_id if code.import_id else None
    return supplier_id
