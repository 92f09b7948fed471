from __future__ import annotations

from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import Q

from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.enums import ShopLanguage
from platform_core.tenancy.errors import SettingInvalid
from platform_core.tenancy.locks import get_tenant_locked
from platform_core.tenancy.models import Tenant
from platform_core.tenancy.reference import TenantRef


def update_tenant(*, tenant: TenantRef, name: str, time_zone: str, language: str) -> None:
    """Change what a shop is called, by whose days it counts, and how it greets; its test twin follows.

    Args:
        tenant: the live shop.
        time_zone: IANA.
        language: of whoever has chosen none; one of ``ShopLanguage``.

    Raises:
        SettingInvalid
    """
    wanted = name.strip()
    if not 1 <= len(wanted) <= 80:
        raise SettingInvalid(param="name")
    if time_zone not in available_timezones():
        raise SettingInvalid(param="time_zone")
    if language not in ShopLanguage.values:
        raise SettingInvalid(param="language")
    with platform_context(), transaction.atomic():
        get_tenant_locked(tenant.id)
        rows = Tenant.objects.filter(Q(pk=tenant.id) | Q(live_tenant_id=tenant.id))
        rows.update(name=wanted, time_zone=time_zone, language=language)
    directory.forget()
