"""Who has which plan, who may know it, and what happens when it changes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from platform_core.entitlements.errors import PlanUnknown
from platform_core.entitlements.models import Entitlement
from platform_core.entitlements.plans import DEFAULT, PLANS, ApiLimits, Plan
from platform_core.entitlements.selectors import find_api_limits
from platform_core.entitlements.services.grant_plan import grant_plan
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context


def grant(tenant, plan=DEFAULT):
    with platform_context():
        grant_plan(tenant_id=tenant.id, tenant_role=tenant.role_name, plan=plan, now=now())


def test_the_default_plan_is_what_the_contract_says():
    assert PLANS[DEFAULT].api == ApiLimits(read=100, write=25, reveal=10, redeem=20, concurrency=20, key_share=100)


def test_a_merchant_reads_its_own_limits_only_and_writes_none(tenant, other_tenant):
    grant(tenant)
    with tenant_context(tenant):
        assert find_api_limits(tenant.id) == PLANS[DEFAULT].api
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Entitlement.objects.update(write=1_000_000)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Entitlement.objects.all().delete()
    with tenant_context(other_tenant):
        assert find_api_limits(tenant.id) is None
        assert not Entitlement.objects.exists()


def test_a_plan_granted_anew_replaces_the_one_before(tenant, monkeypatch):
    monkeypatch.setitem(PLANS, "tight", Plan("tight", 1, ApiLimits(1, 2, 3, 4, 5, key_share=50)))
    grant(tenant)
    grant(tenant, "tight")
    with platform_context():
        assert Entitlement.objects.count() == 1
        assert find_api_limits(tenant.id) == ApiLimits(1, 2, 3, 4, 5, key_share=50)


def test_a_plan_that_does_not_exist_is_refused_by_name(tenant):
    with pytest.raises(PlanUnknown) as refused:
        grant(tenant, "gold")
    assert refused.value.data == {"plan": "gold", "plans": "default, starter, professional, enterprise"}


def test_limits_that_let_nothing_pass_cannot_be_written(tenant, monkeypatch):
    monkeypatch.setitem(PLANS, "shut", Plan("shut", 1, ApiLimits(0, 1, 1, 1, 1)))
    with pytest.raises(IntegrityError, match="limits_let_something_pass"), transaction.atomic():
        grant(tenant, "shut")
