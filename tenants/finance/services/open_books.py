from __future__ import annotations

import datetime as dt

from platform_core.tenancy.reference import TenantRef
from tenants.finance.enums import AccountCode
from tenants.finance.models import Account


def open_books(*, tenant: TenantRef, now: dt.datetime) -> None:
    """Lay out the chart of accounts. A provisioning step."""
    Account.objects.bulk_create(
        [Account(id=code.value, name=str(code.label)) for code in AccountCode], ignore_conflicts=True
    )
