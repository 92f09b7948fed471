"""A look into a shop on the pages: opened with a reason, read, ended; what the shop is told; contacts in the clear by two people."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command

from platform_core.compliance.models import Proposal, TenantLook
from platform_core.identity.models import StaffGrant, User
from platform_core.kernel.contacts import seal_contact
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.orders.models import Order
from tests.integration.console.test_back_office import staff as merchant_of
from tests.integration.site.looking import BASIS, REASON, database_clock, opened, told
from tests.integration.site.staffing import as_staff, dismiss, enter, hire
from tests.world import make_shelf, now, stock

CONTACT = "13812345678"


@pytest.fixture
def order(tenant):
    """An order of the shop, with a contact."""
    with tenant_context(tenant):
        kept = seal_contact(tenant.id, CONTACT)
        return Order.objects.create(
            number="KQ-LOOK-1", token_hash=new_id().bytes * 2, amount=4500, currency="CNY", contact_sealed=kept.sealed,
            contact_hash=kept.hash, contact_masked=kept.masked, query_password="argon2$look", pay_by=now(), created_at=now(),
        )  # fmt: skip


def begin(client, tenant, **given):
    data = {"reason": REASON, "basis": BASIS, "minutes": "30", "kind": "ordinary", **given}
    return client.post(f"/staff/shops/{tenant.id}/look", data)


def test_a_lead_opens_a_look_reads_rows_and_ends_it(tenant, order):
    client = as_staff("lead")
    answer = begin(client, tenant)
    look = answer.headers["Location"]
    assert re.fullmatch(r"/staff/looks/[0-9a-f-]{36}", look)
    page = client.get(look).content.decode()
    assert REASON in page
    page = client.get(f"{look}/orders").content.decode()
    assert "KQ-LOOK-1" in page
    assert "¥45.00" in page
    assert "138****678" in page
    assert CONTACT not in page
    assert "argon2$look" not in page
    assert client.post(f"{look}/close").status_code == 302
    assert client.get(f"{look}/orders").status_code == 403
    assert [entry.act for entry in told(tenant)] == ["staff_look_opened", "staff_look", "staff_look_closed"]


def test_every_kind_of_rows_has_a_page_and_links_go_on(tenant, order):
    stock(tenant, make_shelf(tenant), 2)
    client = as_staff("lead")
    look = begin(client, tenant).headers["Location"]
    kinds = re.findall(rf'href="{look}/([a-z_]+)"', client.get(look).content.decode())
    assert len(kinds) > 20
    for kind in kinds:
        assert client.get(f"{look}/{kind}").status_code == 200, kind
    page = client.get(f"{look}/orders").content.decode()
    for path in set(re.findall(rf'href="({look}/[^"]+)"', page)):
        assert client.get(path.replace("&amp;", "&")).status_code == 200, path
    assert client.get(f"{look}/inventory_cardcode").status_code == 404
    assert client.get(f"{look}/orders?query_password=x").status_code == 403
    assert client.get(f"{look}/orders?id=x").status_code == 403


def test_codes_are_on_no_page_of_a_look(tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, ["SECRET-CODE-0001", "SECRET-CODE-0002"])
    client = as_staff("lead")
    look = begin(client, tenant).headers["Location"]
    pages = "".join(
        client.get(f"{look}/{kind}").content.decode()
        for kind in re.findall(rf'href="{look}/([a-z_]+)"', client.get(look).content.decode())
    )
    assert shelf.sku.sku_code in pages
    assert "SECRET-CODE" not in pages


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reason": "太短"}, "至少 10 个字"), ({"basis": ""}, "请填写依据"), ({"minutes": "61"}, "1 到 60"),
        ({"minutes": "x"}, "1 到 60"), ({"kind": "break_glass", "reason": "太短"}, "至少 10 个字"),
    ],
    ids=["reason", "basis", "minutes", "no minutes", "break glass"],
)  # fmt: skip
def test_a_look_that_lacks_something_is_refused_in_words(tenant, given, words):
    client = as_staff("lead")
    answer = begin(client, tenant, **given)
    assert answer.headers["Location"] == f"/staff/shops/{tenant.id}"
    assert words in client.get(answer.headers["Location"]).content.decode()
    with platform_context():
        assert not TenantLook.objects.exists()
        assert not Proposal.objects.exists()


def test_a_look_of_another_is_not_there_and_one_that_is_over_says_so(tenant):
    user = hire("lead")
    look = opened(tenant, user)
    assert as_staff("lead").get(f"/staff/looks/{look}/orders").status_code == 404
    client = enter(user)
    with database_clock("61 minutes"):
        answer = client.get(f"/staff/looks/{look}/orders")
    assert answer.status_code == 403
    assert "已结束" in answer.content.decode()


def test_break_glass_shows_contacts_once_another_lead_agreed(tenant, order):
    user, second = hire("lead"), hire("lead")
    client, other = enter(user), enter(second)
    begin(client, tenant, kind="break_glass", minutes="15")
    with platform_context():
        proposal = Proposal.objects.get()
    path = f"/staff/proposals/{proposal.id}"
    assert BASIS in other.get("/staff/proposals").content.decode()
    client.post(f"{path}/agree")
    client.post(f"{path}/open")
    with platform_context():
        assert not TenantLook.objects.exists()
    other.post(f"{path}/agree", {"reason": "核实过"})
    assert "打开紧急查看" in client.get(f"/staff/shops/{tenant.id}").content.decode()
    other.post(f"{path}/open")
    with platform_context():
        assert not TenantLook.objects.exists()
    look = client.post(f"{path}/open").headers["Location"]
    page = client.get(f"{look}/orders").content.decode()
    assert CONTACT in page
    assert "argon2$look" not in page
    entry = told(tenant)[0]
    assert (entry.act, entry.outcome.detail["second_person"]) == ("staff_break_glass_opened", second.email)


def test_the_merchant_reads_who_looked_at_what_and_why(tenant):
    user = hire("lead")
    client = enter(user)
    look = begin(client, tenant).headers["Location"]
    client.get(f"{look}/orders")
    owner = merchant_of(tenant)
    page = owner.get("/console/audit").content.decode()
    assert f"平台人员 {user.email}" in page
    assert "平台人员查看了“订单”" in page
    assert REASON in page
    page = owner.get("/console/audit?who=members").content.decode()
    assert user.email not in page
    page = owner.get("/console/audit?who=platform&act=staff_look_opened").content.decode()
    assert user.email in page
    assert "平台人员查看了" not in page
    entry = told(tenant)[0]
    assert BASIS in owner.get(f"/console/audit/{entry.id}").content.decode()


def test_the_owners_bell_tells_of_break_glass_alone(tenant):
    user, second = hire("lead"), hire("lead")
    opened(tenant, user)
    owner = merchant_of(tenant)
    assert "平台人员紧急查看了店铺" not in owner.get("/console/attention").content.decode()
    client, other = enter(user), enter(second)
    begin(client, tenant, kind="break_glass")
    with platform_context():
        proposal = Proposal.objects.get()
    other.post(f"/staff/proposals/{proposal.id}/agree")
    client.post(f"/staff/proposals/{proposal.id}/open")
    assert "平台人员紧急查看了店铺" in owner.get("/console/attention").content.decode()


def test_roles_are_given_by_another_operator_and_hold_at_once(tenant):
    boss, user = hire("operator"), hire("reviewer")
    client, theirs = enter(boss), enter(user)
    assert begin(theirs, tenant).status_code == 404
    path = f"/staff/people/{user.id}/roles"
    assert theirs.post(path, {"roles": ["lead"]}).status_code == 404
    client.post(path, {"roles": ["lead", "auditor"]})
    assert begin(theirs, tenant).status_code == 302
    client.post(f"/staff/people/{boss.id}/roles", {"roles": ["operator", "lead"]})
    assert "不能更改自己的角色" in client.get("/staff/people").content.decode()
    client.post(path, {"roles": []})
    assert theirs.get("/staff/").status_code != 200
    with platform_context():
        assert not User.objects.get(pk=user.id).is_staff
        given = StaffGrant.objects.filter(user=user).values_list("role", "revoked_by")
        assert set(given) == {("reviewer", boss.email), ("lead", boss.email), ("auditor", boss.email)}


def test_somebody_with_an_account_is_added_and_an_unknown_address_is_not(tenant):
    client = as_staff("operator")
    client.post("/staff/people/add", {"email": "owner@alpha.example", "roles": ["reviewer"]})
    client.post("/staff/people/add", {"email": "nobody@alpha.example", "roles": ["lead"]})
    client.post("/staff/people/add", {"email": "owner@alpha.example", "roles": ["owner"]})
    with platform_context():
        assert list(
            StaffGrant.objects.filter(user__email__endswith="alpha.example").values_list("role", flat=True)
        ) == ["reviewer"]


def test_the_command_makes_the_first_of_the_staff_and_leaves_an_operator(tenant, capsys):
    call_command("grant_staff", "owner@alpha.example", "--role", "operator", "--role", "lead")
    assert capsys.readouterr().out == "owner@alpha.example lead operator\n"
    with pytest.raises(CommandError, match="last_operator"):
        call_command("grant_staff", "owner@alpha.example")
    with pytest.raises(CommandError, match="nobody"):
        call_command("grant_staff", "nobody@alpha.example", "--role", "lead")
    hire("operator")
    with platform_context():
        dismiss(User.objects.get(email="owner@alpha.example"))
