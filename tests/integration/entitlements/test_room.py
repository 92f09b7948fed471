"""What a plan allows is held where something is made; who has no plan is asked nothing."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from billing.models import UsageTotal
from billing.services.check_storage import check_storage
from platform_core.entitlements.errors import LimitReached, SubscriptionInactive
from platform_core.entitlements.rights import forget_rights
from platform_core.identity.models import Invitation
from platform_core.identity.services.accept_invitation import accept_invitation
from platform_core.identity.services.invite_member import invite_member
from platform_core.identity.services.register_user import register_user
from platform_core.identity.services.renew_invitation import renew_invitation
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.own_rights import current_rights
from platform_core.tenancy.services.claim_domain import claim_domain
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tenants.access.services.create_api_key import create_api_key
from tenants.access.services.roll_api_key import roll_api_key
from tenants.catalog.models import Sku
from tenants.catalog.selectors import get_sku_count
from tenants.catalog.services.add_sku import add_sku
from tenants.catalog.services.create_product import SkuDraft, create_product
from tenants.catalog.services.update_product import update_product
from tests.integration.console.test_people import hire, owner_of
from tests.integration.entitlements.plans import hold, stand
from tests.world import make_shelf, now
from webhooks.services.create_endpoint import create_endpoint

HOOK = {"url": "https://example.com/hook", "event_types": ["*"], "version": "2026-12-01"}


def draft():
    return SkuDraft(sku_code=f"L-{uuid.uuid4().hex[:8]}", name="50", price=4500)


def product(count=1, **fields):
    return create_product(name="卡", skus=[draft() for _ in range(count)], now=now(), **fields)


def invite(tenant, email=None):
    return invite_member(
        email=email or f"{uuid.uuid4().hex[:8]}@staff.example", role="support", role_name="客服", by=owner_of(tenant),
        by_name="Owner", language="zh-hans", now=now(),
    )  # fmt: skip


def refused(quota, limit, used):
    class Told:
        def __enter__(self):
            self.raised = pytest.raises(LimitReached)
            self.info = self.raised.__enter__()

        def __exit__(self, *error):
            done = self.raised.__exit__(*error)
            data = self.info.value.data
            assert (data["quota"], data["limit"], data["used"]) == (quota, limit, used)
            assert data["upgrade_url"].endswith("/console/settings/billing")
            return done

    return Told()


def test_a_shop_has_as_many_skus_as_its_plan_allows_and_archived_ones_do_not_count(tenant, other_tenant):
    with tenant_context(tenant):
        there = get_sku_count()
        hold(tenant, skus=there + 3)
        made = product(2)
        with refused("skus", there + 3, there + 2):
            product(2)
        with refused("skus", there + 3, there + 2):
            product(2, active=False)
        add_sku(product_id=made.id, draft=draft(), now=now())
        with refused("skus", there + 3, there + 3):
            add_sku(product_id=made.id, draft=draft(), now=now())
        update_product(product_id=made.id, changes={"archived": True}, now=now())
        other = product(1)
        with refused("skus", there + 3, there + 1):
            update_product(product_id=made.id, changes={"archived": False}, now=now())
        update_product(product_id=other.id, changes={"archived": True}, now=now())
        assert not update_product(product_id=made.id, changes={"archived": False}, now=now()).archived
        assert get_sku_count() == there + 3
    with tenant_context(other_tenant):
        before = get_sku_count()
        product(4)
        assert get_sku_count() == before + 4


def test_a_larger_plan_is_there_at_once_also_where_the_smaller_one_is_remembered(tenant):
    with tenant_context(tenant):
        hold(tenant, skus=get_sku_count())
        with pytest.raises(LimitReached):
            product()
    hold(tenant, skus=10_000)
    with tenant_context(tenant):
        product()


def test_members_and_open_invitations_take_seats_and_what_is_over_does_not(tenant):
    with tenant_context(tenant):
        seats = 1 + 2
        hold(tenant, staff=seats)
        hired = hire(tenant, "support")
        first = invite(tenant)
        with refused("staff", 3, 3):
            invite(tenant)
        renew = {"role_name": "客服", "by": owner_of(tenant), "by_name": "O", "language": "en"}
        renew_invitation(invitation_id=first, now=now(), **renew)  # it has its seat
        later = now() + dt.timedelta(days=8)
        second = invite_member(
            email="z@staff.example", role="support", role_name="客服", by=owner_of(tenant), by_name="O", language="en", now=later
        )  # fmt: skip
        with refused("staff", 3, 3):
            renew_invitation(invitation_id=first, now=later, **renew)
        assert second
        assert hired


def test_an_invitation_is_not_accepted_into_a_shop_that_has_too_many_people_by_now(tenant, monkeypatch):
    monkeypatch.setattr("secrets.token_urlsafe", lambda size: "t0ken-of-this-test")
    with tenant_context(tenant):
        hold(tenant, staff=2)
        invite(tenant, "late@staff.example")
    hold(tenant, staff=1)
    with platform_context():
        user = register_user(email="late@staff.example", password="a long enough one", display_name="L", now=now())
        with refused("staff", 1, 2):
            accept_invitation(token="t0ken-of-this-test", user_id=user.id, now=now())
        assert Invitation.objects.get(email="late@staff.example").accepted_at is None
    hold(tenant, staff=2)
    with platform_context():
        assert accept_invitation(token="t0ken-of-this-test", user_id=user.id, now=now()) == tenant.id


def test_each_mode_has_as_many_endpoints_as_the_plan_allows(tenant):
    hold(tenant, endpoints=1)
    twin = ensure_twin(live=tenant, now=now())
    for shop in (tenant, twin):
        with tenant_context(shop):
            create_endpoint(settings=HOOK, now=now())
            with refused("webhook_endpoints", 1, 1):
                create_endpoint(settings=HOOK, now=now())


def test_a_domain_of_its_own_needs_a_plan_that_has_one(tenant, other_tenant):
    hold(tenant, custom_domain=False)
    with refused("custom_domain", 0, 0):
        claim_domain(tenant=tenant, domain="cards.example.com", now=now())
    hold(tenant, custom_domain=True)
    assert claim_domain(tenant=tenant, domain="cards.example.com", now=now()).domain == "cards.example.com"
    assert claim_domain(tenant=other_tenant, domain="other.example.com", now=now()).domain == "other.example.com"


def test_files_are_refused_once_the_measured_storage_is_over(tenant):
    hold(tenant, storage_mb=10)
    with platform_context():
        UsageTotal.objects.create(
            tenant_role=tenant.role_name, meter="storage", at=now() - dt.timedelta(days=1), quantity=99
        )
    with tenant_context(tenant), refused("storage_mb", 10, 99):
        check_storage()
    with platform_context():
        UsageTotal.objects.create(tenant_role=tenant.role_name, meter="storage", at=now(), quantity=9)
    with tenant_context(tenant):
        check_storage()


@pytest.mark.parametrize("standing", ["read_only", "suspended"])
def test_nothing_new_is_put_up_by_who_did_not_pay_and_keys_can_still_be_rolled(tenant, standing):
    shelf = make_shelf(tenant)
    with tenant_context(tenant):
        key = create_api_key(name="k", livemode=True, tenant_code=tenant.code, now=now()).key
    hold(tenant, standing)
    twin = ensure_twin(live=tenant, now=now())
    acts = {
        "product": product,
        "draft of a product": lambda: product(active=False),
        "sku": lambda: add_sku(product_id=shelf.product.id, draft=draft(), now=now()),
        "member": lambda: invite(tenant),
        "endpoint": lambda: create_endpoint(settings=HOOK, now=now()),
        "key": lambda: create_api_key(name="k", livemode=True, tenant_code=tenant.code, now=now()),
        "file": check_storage,
        "domain": lambda: claim_domain(tenant=tenant, domain="cards.example.com", now=now()),
    }
    with tenant_context(tenant):
        for name, act in acts.items():
            with pytest.raises(SubscriptionInactive) as told, transaction.atomic():
                act()
            assert told.value.data["standing"] == standing, name
        roll_api_key(key_id=key.id, overlap=dt.timedelta(0), now=now(), tenant_code=tenant.code)
    with tenant_context(twin), pytest.raises(SubscriptionInactive):
        create_endpoint(settings=HOOK, now=now())
    stand(tenant, "grace")  # it paid; what this process knows says otherwise
    with tenant_context(tenant):
        product()
    with tenant_context(twin):
        create_endpoint(settings=HOOK, now=now())


def test_a_shop_reads_what_it_may_do_and_a_twin_what_its_live_shop_may_and_nobody_elses(tenant, other_tenant):
    hold(tenant, "grace", skus=7)
    twin = ensure_twin(live=tenant, now=now())
    for shop in (tenant, twin):
        with tenant_context(shop):
            rights = current_rights(fresh=True)
            assert (rights.plan, rights.standing, rights.allowance.skus) == ("small", "grace", 7)
    with tenant_context(other_tenant):
        rights = current_rights(fresh=True)
        assert (rights.plan, rights.standing, rights.allowance.skus) == ("", "active", None)


def test_who_has_no_plan_is_counted_nowhere_and_asked_once_in_five_seconds(tenant):
    with tenant_context(tenant):
        product()
        forget_rights()
        with CaptureQueriesContext(connection) as first:
            product()
        with CaptureQueriesContext(connection) as second:
            product()
        asked = [query["sql"] for query in second]
        assert len(first) == len(second) + 1
        assert not [sql for sql in asked if "own_entitlement" in sql or "advisory" in sql or "COUNT" in sql]
        assert Sku.objects.exists()
