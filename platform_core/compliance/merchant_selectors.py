from __future__ import annotations

from django.db import connection

from platform_core.compliance.qualification import MerchantRight


def find_merchant_right() -> MerchantRight:
    """How the current shop's merchant stands at this moment: one narrow question to the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.merchant_standing()")
        return MerchantRight(*(cursor.fetchone() or ()))
