from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from platform_core.compliance.acts import OPERATOR, Act
from platform_core.compliance.locks import get_merchant_locked
from platform_core.compliance.merchant_enums import MerchantAct
from platform_core.compliance.models import MerchantFile
from platform_core.compliance.services.advance_merchant import advance_merchant
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.reference import TenantRef


def vouch_merchant(*, tenant: TenantRef, reason: str, now: dt.datetime) -> MerchantFile:
    """The operator's word stands for a review: the merchant counts as verified for as long as any, and is marked as vouched for.

    Raises:
        RecordNotFound: a test twin is nobody of its own.
        MerchantActRefused: it is restricted, or no reason was given; a restriction takes an appeal.
    """
    with transaction.atomic():
        with tenant_context(tenant), connection.cursor() as cursor:
            cursor.execute("SELECT public.begin_merchant_file(%s)", [now])
        with platform_context():
            known = MerchantFile.objects.filter(tenant_role=tenant.role_name).first()
            if known is None:
                raise RecordNotFound(id=tenant.slug)
            file = get_merchant_locked(known.id)
            file.reminded_days = None
            if not file.name:
                file.name = tenant.name[:120]
            return advance_merchant(file=file, act=Act(MerchantAct.VOUCH, OPERATOR, now, reason))
