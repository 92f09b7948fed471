from __future__ import annotations

from django.db import connection

from platform_core.compliance.known_places import Established, known_place
from platform_core.compliance.qualification import MerchantRight, SaleRight
from platform_core.entitlements.enums import Standing
from platform_core.tenancy.context import current_tenant


def find_merchant_right() -> MerchantRight:
    """How the current shop's merchant stands at this moment: one narrow question to the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.merchant_standing()")
        return MerchantRight(*(cursor.fetchone() or ()))


def find_sale_right() -> SaleRight:
    """What is asked of the current shop at each sale: its merchant and its subscription, in one narrow question to the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.sale_standing()")
        *of_merchant, subscription, codes = cursor.fetchone()
    merchant = MerchantRight(*of_merchant) if of_merchant[0] is not None else MerchantRight()
    return SaleRight(merchant, subscription or Standing.ACTIVE, codes)


def find_shop_regions() -> tuple[str, ...]:
    """Where the current shop is established, as the rules name it: ``("CN", "CN-SH")``, ``("DE", "EU")``. Asked once in 30 seconds."""
    return _find_place().regions


def find_shop_country() -> str:
    """ISO 3166-1 code of where the current shop's merchant is established; empty: it has not said so."""
    return _find_place().country


def _find_place() -> Established:
    tenant = current_tenant()
    return known_place(tenant.schema_name, tenant.currency, _read_place)


def _read_place() -> tuple[str, str, str, str] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, country, uscc, address FROM public.shop_place()")
        row: tuple[str, str, str, str] | None = cursor.fetchone()
        return row
