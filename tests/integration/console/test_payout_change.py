"""Where the money goes is changed by two people, and by one in no way."""

import pytest

from platform_core.identity.enums import Role
from platform_core.identity.models import Membership
from platform_core.identity.services.issue_console_ticket import issue_console_ticket
from platform_core.identity.services.register_user import register_user
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.access.models import Approval
from tenants.payments.accounts import get_account
from tenants.payments.eligibility import COUNTRIES, verdict_of
from tenants.payments.models import GatewayAccount, Payment
from tests.integration.console.test_back_office import staff
from tests.integration.console.test_payment_accounts import KEY, PATH, form, gateway, kept  # noqa: F401 - a fixture
from tests.world import now, shop

OTHER = {"account": "acct_thief", "secret_key": "sk_live_other"}
WHY = {"reason": "换了公司"}


def member(tenant, role, email="second@example.com"):
    with platform_context():
        user = register_user(email=email, password="long enough 2", display_name="Second", now=now())
        Membership.objects.create(
            user=user, tenant_id=tenant.id, tenant_role=tenant.role_name, role=Role(role), created_at=now()
        )
        ticket = issue_console_ticket(user_id=user.id, tenant_id=tenant.id, now=now())
    client = shop(tenant)
    client.get("/console/enter", {"ticket": ticket})
    return client


def account(tenant):
    with tenant_context(tenant):
        found = get_account("stripe")
        return found.settings["account"], found.secrets["secret_key"]


def decide(client, tenant, decision="approve"):
    with tenant_context(tenant):
        waiting = Approval.objects.get(state="waiting")
    return client.post(f"/console/approvals/{waiting.id}/decide", {"decision": decision}, follow=True)


@pytest.fixture
def owner(tenant):
    client = staff(tenant)
    assert client.post(PATH, form()).status_code == 302  # the first one, alone
    assert account(tenant) == ("acct_1", KEY)
    return client


def test_a_change_waits_for_another_person_and_is_done_when_they_approve(tenant, owner):
    finance = member(tenant, "finance")
    owner.post(PATH, form(**OTHER, **WHY))
    assert account(tenant) == ("acct_1", KEY)
    page = finance.get("/console/approvals").content.decode()
    assert "acct_1 → acct_thief" in page
    assert "sk_live_other" not in page
    assert "已批准并执行" in decide(finance, tenant).content.decode()
    assert account(tenant) == ("acct_thief", "sk_live_other")


@pytest.mark.parametrize(
    "change",
    [OTHER, {"enabled": ""}, {"secret_key": "sk_live_other"}, {"methods": ["card", "stripe_alipay"]}],
    ids=["account", "off", "key", "methods"],
)
def test_one_person_changes_nothing_of_an_account_that_buyers_use(tenant, owner, change):
    before = kept(tenant)
    owner.post(PATH, form(**change))  # no reason
    owner.post(PATH, form(**change, **WHY))
    assert "申请人不能自己批准" in decide(owner, tenant).content.decode()
    after = kept(tenant)
    assert account(tenant) == ("acct_1", KEY)
    assert (after.sequence, after.enabled, after.methods) == (before.sequence, before.enabled, before.methods)


def test_one_person_sets_up_no_second_account_beside_one_that_is_used(tenant, owner):
    moment = now()
    with tenant_context(tenant):
        GatewayAccount.objects.filter(gateway="stripe").delete()
        GatewayAccount.objects.create(
            gateway="alipay", enabled=True, methods=["alipay_qr"], created_at=moment, updated_at=moment
        )
    owner.post(PATH, form(**WHY))
    assert kept(tenant) is None
    owner.post(PATH, form(enabled="", **WHY))  # prepared, and taking no money
    assert kept(tenant).enabled is False
    owner.post(PATH, form(**WHY))
    assert kept(tenant).enabled is False


def test_an_account_that_was_used_once_is_changed_by_two_even_when_it_is_off(tenant, owner):
    moment = now()
    with tenant_context(tenant):
        GatewayAccount.objects.update(enabled=False)
        fields = {"number": "P1", "amount": 1, "currency": "CNY", "created_at": moment}
        Payment.objects.create(gateway="stripe", **fields)
    owner.post(PATH, form(**OTHER, **WHY))
    assert account(tenant) == ("acct_1", KEY)


def test_who_is_alone_is_told_to_invite_somebody(tenant, owner):
    page = owner.post(PATH, form(**OTHER, **WHY), follow=True).content.decode()
    assert "邀请另一位店主或财务" in page
    support = member(tenant, "support")
    page = owner.post(PATH, form(**OTHER, **WHY), follow=True).content.decode()
    assert "邀请另一位店主或财务" in page
    with tenant_context(tenant):
        waiting = Approval.objects.filter(state="waiting").first()
    assert support.post(f"/console/approvals/{waiting.id}/decide", {"decision": "approve"}).status_code == 404
    assert account(tenant) == ("acct_1", KEY)


def test_the_same_person_with_another_membership_or_an_approval_of_another_shop_is_refused(tenant, other_tenant, owner):
    owner.post(PATH, form(**OTHER, **WHY))
    with tenant_context(tenant):
        waiting = Approval.objects.get()
    theirs = member(other_tenant, "owner")
    assert theirs.post(f"/console/approvals/{waiting.id}/decide", {"decision": "approve"}).status_code == 404
    assert account(tenant) == ("acct_1", KEY)


def test_what_was_approved_is_not_done_when_the_account_changed_meanwhile(tenant, owner):
    finance = member(tenant, "finance")
    owner.post(PATH, form(methods=["card", "stripe_alipay"], **WHY))
    with tenant_context(tenant):
        first = Approval.objects.get()
    owner.post(PATH, form(**OTHER, **WHY))
    path = f"/console/approvals/{first.id}/decide"
    assert "已批准并执行" in finance.post(path, {"decision": "approve"}, follow=True).content.decode()
    assert "内容已经变化" in decide(finance, tenant).content.decode()
    assert account(tenant) == ("acct_1", KEY)
    assert "已处理" in finance.post(path, {"decision": "approve"}, follow=True).content.decode()


def test_a_refused_change_leaves_everything(tenant, owner):
    finance = member(tenant, "finance")
    owner.post(PATH, form(**OTHER, **WHY))
    assert "已拒绝" in decide(finance, tenant, "refuse").content.decode()
    assert account(tenant) == ("acct_1", KEY)


def test_who_an_institution_serves_is_said_for_every_country():
    assert verdict_of("stripe", "CN", "company").fit is False
    assert verdict_of("stripe", "HK", "company").fit is True
    assert verdict_of("stripe", "VN", "company").fit is False
    assert verdict_of("wechatpay", "CN", "sole").fit is True
    assert verdict_of("wechatpay", "CN", "person").fit is False
    assert verdict_of("alipay", "HK", "company").fit is None
    assert verdict_of("alipay", "", "").fit is None
    for country in COUNTRIES:
        for name in ("stripe", "wechatpay", "alipay"):
            assert str(verdict_of(name, country, "company").why)
