from __future__ import annotations

import datetime as dt

from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context
from tenants.orders.services.settle_notice import settle_notice
from tenants.payments.accounts import get_account
from tenants.payments.enums import GatewayName, NoticeOutcome
from tenants.payments.gateways.stripe_connect import read_connected, shop_of
from tenants.payments.gateways.stripe_notices import check_addressee, notice_of


def settle_connected(*, body: bytes, signature: str, now: dt.datetime) -> NoticeOutcome | None:
    """Act on an event of an account that is connected to the platform, in the shop whose payment it is about.

    Nothing is looked up before the signature is verified, and nothing is stored of what is not a shop's own.

    Returns:
        What became of it; None: it is about nothing that a shop made here.

    Raises:
        RecordNotFound: the shop that it names has no such account.
        NoticeForged, GatewayUnavailable, GatewayRefused
    """
    event = read_connected(body, signature)
    code = shop_of(event)
    if not code:
        return None
    tenant = directory.find_by_any_code(code[:8])
    if tenant is None:
        raise RecordNotFound(account=str(event["account"])[:40])
    with tenant_context(tenant):
        account = get_account(GatewayName.STRIPE)
        if account.settings.get("account") != event["account"]:
            raise RecordNotFound(account=str(event["account"])[:40])
        notice = notice_of(account, check_addressee(account, event))
        return settle_notice(gateway=account.gateway, notice=notice, now=now)
