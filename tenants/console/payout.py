"""A change of where money goes: asked for by one, done when another approves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from platform_core.kernel.clock import now
from tenants.access.enums import TwoPersonAct
from tenants.access.models import Approval
from tenants.access.services.ask_approval import ask_approval
from tenants.access.services.record_act import Person
from tenants.access.services.take_approval import take_approval
from tenants.payments.enums import GatewayName, PaymentMethod
from tenants.payments.selectors import find_gateway_account
from tenants.payments.services.save_account import save_account

Given = Mapping[str, Any]


def given_account(
    gateway: str, settings: Mapping[str, str], secrets: Mapping[str, str], methods: Sequence[str], enabled: bool
) -> dict[str, Any]:
    """An account as somebody wants it, as ``save_account`` takes it."""
    return {
        "gateway": gateway,
        "settings": dict(settings),
        "secrets": dict(secrets),
        "methods": list(methods),
        "enabled": enabled,
    }


def ask_change(given: Given, *, reason: str, person: Person, labels: Mapping[str, str]) -> Approval:
    """Ask a second person to allow a change; keys are in the sealed part alone.

    Args:
        labels: what settings and keys are called, by name.

    Raises:
        ReasonMissing
    """
    row = find_gateway_account(given["gateway"])
    payload = {**given, "sequence": row.sequence if row is not None else 0}
    summary = _summary(given, row.settings if row is not None else {}, labels)
    return ask_approval(
        act=TwoPersonAct.CHANGE_PAYOUT, summary=summary, payload=payload, reason=reason, person=person, now=now()
    )


def change_payout(approval: Approval, person: Person) -> None:
    """Do what was approved, in the moment of approval.

    Raises:
        AccountChanged: the account was changed meanwhile.
        SecondPersonNeeded, ApprovalOver, AccountInvalid
    """
    moment = now()
    with transaction.atomic():
        given = take_approval(approval_id=approval.id, act=TwoPersonAct.CHANGE_PAYOUT, person=person, now=moment)
        save_account(**given, by=f"{approval.asked_email} + {approval.decided_email}"[:254], now=moment)


def _summary(given: Given, before: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, str]:
    """What the one who decides reads: settings as they would be, keys by name alone."""
    shown = {_("支付机构"): str(GatewayName(given["gateway"]).label)}
    for name, value in given["settings"].items():
        old = str(before.get(name, ""))
        shown[labels.get(name, name)] = value if value == old or not old else f"{old} → {value}"
    typed = [labels.get(name, name) for name, value in given["secrets"].items() if value]
    if typed:
        shown[_("更换密钥")] = "、".join(typed)
    shown[_("支付方式")] = "、".join(str(PaymentMethod(method).label) for method in given["methods"]) or "—"
    shown[_("启用")] = "✓" if given["enabled"] else "✗"
    return shown
