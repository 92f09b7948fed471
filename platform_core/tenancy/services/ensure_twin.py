from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import OperationalError, connection, transaction

from platform_core.kernel.transactions import LOCK_TIMEOUT, sqlstate
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.dotted import load
from platform_core.tenancy.errors import TwinNotReady
from platform_core.tenancy.locks import get_tenant_locked
from platform_core.tenancy.models import Tenant
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.services.create_tenant import create_tenant

PATIENCE = "5s"  # of a first call that comes while another one makes the twin


def ensure_twin(*, live: TenantRef, now: dt.datetime) -> TenantRef:
    """The test twin of a live tenant, made and stocked on first use. Racing first calls end with the same one.

    Read anew with every call: a clock that was advanced in another process holds from the next call on.

    Raises:
        TwinNotReady: another call is still making it.
    """
    with platform_context():
        twin = Tenant.objects.filter(live_tenant_id=live.id).first()
        if twin is None or twin.test_goods < settings.KAQUAN_TEST_GOODS:
            twin = _make_ready(live, now)
            directory.forget()  # that there was none
    return directory.reference(twin, live.host)


def _make_ready(live: TenantRef, now: dt.datetime) -> Tenant:
    """One transaction: whoever is killed in it leaves nothing, and the next call begins anew."""
    with transaction.atomic():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            get_tenant_locked(live.id)  # one maker at a time
        except OperationalError as error:
            if sqlstate(error) != LOCK_TIMEOUT:
                raise
            raise TwinNotReady from error
        if not Tenant.objects.filter(live_tenant_id=live.id).exists():
            create_tenant(
                name=live.name, slug=None, preset=live.preset, positioning=live.positioning, live=live, now=now
            )
        twin = Tenant.objects.get(live_tenant_id=live.id)
        if twin.test_goods < settings.KAQUAN_TEST_GOODS:
            reference = directory.reference(twin, live.host)
            for step in load(settings.KAQUAN_TWIN_STEPS):
                with tenant_context(reference):
                    step(now=now)
            twin.test_goods = settings.KAQUAN_TEST_GOODS
            twin.save(update_fields=["test_goods"])
    return twin
