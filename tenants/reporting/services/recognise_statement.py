from __future__ import annotations

import datetime as dt

from platform_core.tenancy.context import current_tenant
from tenants.inventory.uploads import open_upload
from tenants.payments.enums import GatewayName
from tenants.payments.selectors import find_gateway_account
from tenants.reporting.channels import merchant_of, yesterday
from tenants.reporting.errors import StatementRefused
from tenants.reporting.reading import Recognised, preview_statement


def recognise_statement(*, upload: str, gateway: str, now: dt.datetime) -> Recognised:
    """What an uploaded file is, before anything of it is loaded.

    Args:
        gateway: the channel whose statement it should be; "": whichever it is.

    Raises:
        StatementRefused: no statement, that of another channel, or of an account that is not this shop's.
        RecordNotFound: no such upload.
    """
    shown = preview_statement(lambda: open_upload(upload), shop=current_tenant().code)
    found = shown.head.table.gateway
    if gateway and found != gateway:
        raise StatementRefused(reason="other_channel", found=GatewayName(found).value, wanted=gateway)
    account = find_gateway_account(found)
    if account is None:
        raise StatementRefused(reason="no_account", found=GatewayName(found).value)
    own = merchant_of(account)
    if own and shown.merchants and own not in shown.merchants:
        raise StatementRefused(reason="other_merchant", found=min(shown.merchants), wanted=own)
    last = yesterday(found, now)
    if shown.first_day > last:
        raise StatementRefused(reason="day_not_over")
    shown.last_day = min(shown.last_day, last)
    return shown
