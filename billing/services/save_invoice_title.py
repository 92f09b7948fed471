from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from django.db import transaction

from billing.errors import InvoiceTitleInvalid
from billing.locks import find_account_locked, find_subscription_locked
from billing.models import BillingAccount
from billing.titles import InvoiceTitle, faults_of
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef


def save_invoice_title(*, tenant: TenantRef, title: InvoiceTitle, by: str, now: dt.datetime) -> BillingAccount:
    """Keep to whom a merchant's invoices (发票) are made out, for those that are asked for from now on.

    The provider prints it on bills that it makes later: it is told with the next thing that is done there in the merchant's name.

    Args:
        tenant: the live one.
        by: who says so.

    Raises:
        InvoiceTitleInvalid: ``param`` is the first field that is wrong, ``reason`` what is wrong with it (see ``faults_of``).
    """
    kept = title.tidied()
    for param, reason in faults_of(kept).items():
        raise InvoiceTitleInvalid(param=param, reason=reason)
    said = asdict(kept)
    kind = said.pop("kind")
    with platform_context(), transaction.atomic():
        find_subscription_locked(tenant.id)
        account = find_account_locked(tenant.id)
        if account is None:  # another may make it at this moment
            made = {"tenant_role": tenant.role_name, "created_at": now, "changed_at": now}
            account, _made = BillingAccount.objects.get_or_create(tenant_id=tenant.id, defaults=made)
        account.title_kind, account.changed_at = kind, now
        for name, value in said.items():
            setattr(account, name, value)
        account.save()
        return account
