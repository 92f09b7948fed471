"""Roles of a shop's own: made from the matrix, held to its rules."""

from __future__ import annotations

import pytest

from platform_core.identity.errors import RoleInvalid
from platform_core.tenancy.context import tenant_context
from tenants.access.errors import RoleInUse, RoleNameTaken, RolePowersCross, RolePowersRefused
from tenants.access.models import StaffRole
from tenants.access.powers import CONFLICTS, OWNERS_ALONE, Power, needs_second_factor
from tenants.access.role_inputs import RoleFacts
from tenants.access.services.archive_staff_role import archive_staff_role
from tenants.access.services.create_staff_role import create_staff_role
from tenants.access.services.give_role import give_role
from tests.integration.console.test_people import enter, hire, invite, owner_of, role_of
from tests.world import now

PAIRS = sorted(tuple(sorted(pair)) for pair in CONFLICTS)


@pytest.fixture
def office(tenant):
    return enter(tenant, owner_of(tenant))


def make(tenant, *powers, name="夜班", name_en=""):
    with tenant_context(tenant):
        return create_staff_role(facts=RoleFacts(name, name_en, powers), now=now())


@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
def test_powers_that_cross_are_not_one_role(tenant, pair):
    with pytest.raises(RolePowersCross) as refused:
        make(tenant, *pair)
    assert refused.value.data["pairs"][0] == tuple(sorted(pair, key=list(Power.values).index))


@pytest.mark.parametrize("power", [*sorted(OWNERS_ALONE), "no.such"])
def test_what_an_owner_alone_may_is_in_no_other_role(tenant, power):
    with pytest.raises(RolePowersRefused):
        make(tenant, power)


def test_a_row_that_says_more_than_it_may_is_not_believed(tenant):
    role = make(tenant, Power.ORDERS_VIEW)
    with tenant_context(tenant):
        StaffRole.objects.filter(pk=role.pk).update(powers=[Power.START, Power.PEOPLE_EDIT, "no.such"])
    desk = enter(tenant, hire(tenant, role.key))
    assert (desk.get("/console/").status_code, desk.get("/console/people").status_code) == (200, 404)


def test_powers_come_with_what_they_act_on(tenant):
    role = make(tenant, Power.REFUNDS, Power.PRODUCTS_EDIT)
    assert {Power.START, Power.CASES_VIEW, Power.PRODUCTS_VIEW, Power.REFUNDS, Power.PRODUCTS_EDIT} == set(role.powers)


@pytest.mark.parametrize(
    ("name", "name_en"), [("夜班", ""), ("客服", ""), ("Support", ""), ("别的", "NIGHT"), ("别的", "owner")]
)
def test_a_name_is_given_once(tenant, name, name_en):
    make(tenant, Power.ORDERS_VIEW, name_en="Night")
    with pytest.raises(RoleNameTaken):
        make(tenant, Power.ORDERS_VIEW, name=name, name_en=name_en)


def test_a_role_is_made_changed_and_put_away_on_its_page(tenant, office):
    made = {"name_zh": "夜班客服", "name_en": "Night", "powers": [Power.ORDERS_VIEW]}
    assert office.post("/console/people/roles/new", made).status_code == 302
    with tenant_context(tenant):
        role = StaffRole.objects.get()
    desk = enter(tenant, hire(tenant, role.key))
    assert (desk.get("/console/orders").status_code, desk.get("/console/messages").status_code) == (200, 404)
    page = f"/console/people/roles/{role.id}"
    changed = {**made, "powers": [Power.MESSAGES_VIEW], "version": 1}
    assert office.post(page, changed).status_code == 302
    assert (desk.get("/console/orders").status_code, desk.get("/console/messages").status_code) == (404, 200)
    assert "刚被别人改过" in office.post(page, changed).content.decode()
    assert "夜班客服" in office.get("/console/people/roles").content.decode()
    assert "还有成员" in office.post(f"{page}/archive", follow=True).content.decode()
    for member in office.get("/console/people").context["rows"]:
        if member["member"].role == role.key:
            office.post(f"/console/people/{member['member'].user_id}/role", {"role": "support"})
    assert "角色已停用" in office.post(f"{page}/archive", follow=True).content.decode()
    assert office.get(page).status_code == 404


def test_conflicts_are_explained_on_the_page_and_while_choosing(office):
    crossing = {"name_zh": "都要", "powers": [Power.STOCK_IMPORT, Power.REFUNDS]}
    answer = office.post("/console/people/roles/new", crossing)
    assert answer.status_code == 422
    assert "不能由同一个人掌握" in answer.content.decode()
    assert "不能由同一个人掌握" in office.post("/console/people/roles/check", crossing).content.decode()
    assert "两步验证" in office.post("/console/people/roles/check", {"powers": [Power.REFUNDS]}).content.decode()


@pytest.mark.parametrize("key", ["operations", "support", "finance", "developer", "owner"])
def test_a_copy_of_a_built_in_role_can_be_saved_as_it_is(office, key):
    held = office.get(f"/console/people/roles/new?copy={key}").context["held"]
    answer = office.post("/console/people/roles/new", {"name_zh": "复制", "powers": sorted(held)})
    assert answer.status_code == 302, answer.content.decode()


def test_a_role_to_which_somebody_was_invited_is_in_use(tenant, office):
    role = make(tenant, Power.ORDERS_VIEW)
    assert invite(office, role=role.key).status_code == 302
    with tenant_context(tenant), pytest.raises(RoleInUse):
        archive_staff_role(role_id=role.id, now=now())


def test_a_role_of_another_shop_is_given_to_nobody(tenant, other_tenant):
    theirs, clerk = make(other_tenant, Power.ORDERS_VIEW), hire(tenant, "support")
    with tenant_context(tenant), pytest.raises(RoleInvalid):
        give_role(user_id=clerk, role=theirs.key, by=owner_of(tenant))
    assert role_of(tenant, clerk) == "support"


@pytest.mark.parametrize(
    ("power", "asked"),
    [(Power.REFUNDS, True), (Power.CODES_REVEAL, True), (Power.CODES_EXPORT, True), (Power.ORDERS_VIEW, False)],
)
def test_a_role_of_ones_own_over_money_or_codes_wants_a_second_factor(tenant, settings, power, asked):
    settings.KAQUAN_REQUIRE_SECOND_FACTOR = True
    role = make(tenant, power)
    assert needs_second_factor(role.key, role.powers) is asked
    clerk = hire(tenant, role.key)
    assert enter(tenant, clerk).get("/console/").status_code == (302 if asked else 200)
    assert enter(tenant, clerk, second_factor=True).get("/console/").status_code == 200
