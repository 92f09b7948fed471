"""Members and invitations in the back office: who may what, and that it holds at once."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest

from platform_core.identity.models import Invitation, Membership, User
from platform_core.identity.services.issue_console_ticket import issue_console_ticket
from platform_core.identity.services.register_user import register_user
from platform_core.messaging.composing import compose
from platform_core.messaging.models import Mail
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.access.models import AuditEntry, StaffRole
from tenants.access.powers import Power
from tenants.access.role_inputs import RoleFacts
from tenants.access.services.create_staff_role import create_staff_role
from tests.world import now, platform, shop

PASSWORD = "a long enough one"


def hire(tenant, role, email=None):
    """A member; their id."""
    with platform_context():
        user = register_user(
            email=email or f"{uuid.uuid4().hex[:8]}@staff.example", password=PASSWORD, display_name="阿明", now=now()
        )
        Membership.objects.create(
            user=user, tenant_id=tenant.id, tenant_role=tenant.role_name, role=role, created_at=now()
        )
    return user.id


def owner_of(tenant):
    with platform_context():
        return Membership.objects.get(tenant_id=tenant.id, user__email=f"owner@{tenant.slug}.example").user_id


def enter(tenant, user_id, *, second_factor=False):
    """Somebody's back office."""
    with platform_context():
        ticket = issue_console_ticket(user_id=user_id, tenant_id=tenant.id, now=now(), second_factor=second_factor)
    client = shop(tenant)
    assert client.get("/console/enter", {"ticket": ticket}).status_code == 302
    return client


def role_of(tenant, user_id):
    with platform_context():
        found = Membership.objects.filter(tenant_id=tenant.id, user_id=user_id).first()
    return found.role if found else None


def invited_link(tenant):
    """Where the last mail of the shop leads."""
    with tenant_context(tenant):
        mail = Mail.objects.filter(template="identity/mail/invitation").latest("created_at")
        message = compose(mail)
    return message, re.search(r"/join/[\w-]+", message.body)[0]


@pytest.fixture
def office(tenant):
    return enter(tenant, owner_of(tenant))


def invite(office, email="new@staff.example", role="support"):
    return office.post("/console/people/invite", {"email": email, "role": role, "language": "zh-hans"})


def test_whoever_is_invited_joins_with_a_new_account_and_the_link_is_good_once(tenant, office):
    assert invite(office, " New@Staff.example ").status_code == 302
    message, link = invited_link(tenant)
    assert message.to == ["new@staff.example"]
    assert "客服" in message.body
    guest = platform()
    assert "new@staff.example" in guest.get(link).content.decode()
    assert guest.post(link, {"name": "小新", "password": "short"}).status_code == 422
    answer = guest.post(link, {"name": "小新", "password": PASSWORD})
    assert answer.status_code == 302
    path = answer.headers["Location"].split("localhost", 1)[1].partition("/")[2]
    desk = shop(tenant)
    assert desk.get("/" + path).status_code == 302
    assert desk.get("/console/orders").status_code == 200
    assert desk.get("/console/people").status_code == 404
    assert platform().get(link).status_code == 410
    page = office.get("/console/people").content.decode()
    assert "小新" in page
    with platform_context():
        assert not User.objects.get(email="new@staff.example").is_staff


def test_only_the_hash_of_a_link_is_kept(tenant, office):
    invite(office)
    _message, link = invited_link(tenant)
    with platform_context():
        row = Invitation.objects.get(email="new@staff.example")
    assert link.removeprefix("/join/").encode() not in bytes(row.token_hash)
    assert len(bytes(row.token_hash)) == 32


def test_the_invitation_is_for_one_address(tenant, office):
    hire(tenant, "support", "other@staff.example")
    invite(office)
    link = invited_link(tenant)[1]
    other = platform()
    other.post("/login", {"username": "other@staff.example", "password": PASSWORD})
    assert "不是发给这个账号的" in other.get(link).content.decode()
    other.post(link)
    with platform_context():
        assert Invitation.objects.get(email="new@staff.example").accepted_at is None


def test_whoever_has_an_account_logs_in_and_presses_one_button(tenant, other_tenant, office):
    invite(office, "owner@beta.example", "finance")
    link = invited_link(tenant)[1]
    guest = platform()
    assert "/login?next=" in guest.get(link).content.decode()
    assert guest.post(link, {"name": "x", "password": PASSWORD}).status_code == 200
    answer = guest.post("/login", {"username": "owner@beta.example", "password": "long enough beta", "next": link})
    assert answer.headers["Location"] == link
    assert "加入并进入后台" in guest.get(link).content.decode()
    assert guest.post(link).status_code == 302
    assert role_of(tenant, owner_of(other_tenant)) == "finance"
    assert role_of(other_tenant, owner_of(other_tenant)) == "owner"


@pytest.mark.parametrize("how", ["withdrawn", "resent", "old"])
def test_a_link_is_dead_when_it_was(tenant, office, how, time_machine):
    invite(office)
    link = invited_link(tenant)[1]
    with platform_context():
        invitation = Invitation.objects.get(email="new@staff.example")
    if how == "old":
        time_machine.move_to(now() + dt.timedelta(days=7), tick=False)
    else:
        verb = "withdraw" if how == "withdrawn" else "resend"
        assert office.post(f"/console/people/invitations/{invitation.id}/{verb}").status_code == 302
    answer = platform().post(link, {"name": "小新", "password": PASSWORD})
    assert answer.status_code == (404 if how == "resent" else 410)
    with platform_context():
        assert not User.objects.filter(email="new@staff.example").exists()
    if how == "resent":
        assert platform().get(invited_link(tenant)[1]).status_code == 200


@pytest.mark.parametrize(
    ("email", "role", "words"),
    [
        ("owner@alpha.example", "support", "已经是成员"),
        ("not an address", "support", "邮箱地址不正确"),
        ("x@staff.example", "owner", "只有店主可以邀请"),
        ("x@staff.example", "king", "角色已不存在"),
        ("x@staff.example", f"custom:{uuid.UUID(int=0)}", "角色已不存在"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused_in_words(tenant, office, email, role, words):
    answer = invite(office, email, role)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with platform_context():
        assert not Invitation.objects.exists()


def test_the_same_address_is_invited_once_at_a_time(tenant, office):
    assert invite(office).status_code == 302
    assert "已经邀请过" in invite(office).content.decode()


def test_a_removed_member_is_nobody_on_the_next_request(tenant, office):
    clerk = hire(tenant, "support")
    desk = enter(tenant, clerk)
    assert desk.get("/console/orders").status_code == 200
    assert office.post(f"/console/people/{clerk}/remove").status_code == 302
    assert desk.get("/console/orders").headers["Location"].startswith("http://kaquan.localhost")


def test_a_part_of_a_page_takes_the_whole_page_to_the_log_in(tenant):
    answer = shop(tenant).get("/console/orders", headers={"HX-Request": "true"})
    assert (answer.status_code, "/login?next=/shops" in answer.headers["HX-Redirect"]) == (204, True)


def test_an_invitation_speaks_the_language_that_was_chosen(tenant, office):
    office.post("/console/people/invite", {"email": "e@staff.example", "role": "finance", "language": "en"})
    message = invited_link(tenant)[0]
    assert "invites you to work in the back office of Shop alpha as Finance" in message.body
    assert not re.search(r"[\u4e00-\u9fff]", message.subject)


def test_a_shop_sends_no_more_than_thirty_invitations_an_hour(tenant, office):
    for number in range(29):
        assert invite(office, f"guest-{number}@staff.example").status_code == 302
    with platform_context():
        first = Invitation.objects.get(email="guest-0@staff.example")
    for _ in range(2):
        answer = office.post(f"/console/people/invitations/{first.id}/resend", follow=True)
    assert "邀请太多" in answer.content.decode()
    assert "邀请太多" in invite(office, "one-more@staff.example").content.decode()


def test_trying_links_ends_after_twenty(db):
    guest = platform()
    assert {guest.get(f"/join/{number}").status_code for number in range(20)} == {404}
    assert guest.get("/join/20").status_code == 429


def test_a_changed_role_holds_on_the_next_request(tenant, office):
    clerk = hire(tenant, "operations")
    desk = enter(tenant, clerk)
    assert (desk.get("/console/products").status_code, desk.get("/console/cases").status_code) == (200, 404)
    office.post(f"/console/people/{clerk}/role", {"role": "support"})
    assert (desk.get("/console/products").status_code, desk.get("/console/cases").status_code) == (404, 200)


def test_a_user_that_is_switched_off_is_nobody_on_the_next_request(tenant):
    clerk = hire(tenant, "support")
    desk = enter(tenant, clerk)
    with platform_context():
        User.objects.filter(pk=clerk).update(is_active=False)
    assert desk.get("/console/orders").status_code == 302


def test_who_was_here_is_noted(tenant, office):
    clerk = hire(tenant, "support")
    assert "还没来过" in office.get("/console/people").content.decode()
    enter(tenant, clerk).get("/console/orders")
    office.get("/console/orders")
    assert "还没来过" not in office.get("/console/people").content.decode()


def test_the_last_owner_stays(tenant, office):
    me = owner_of(tenant)
    clerk = hire(tenant, "support")
    page = office.post(f"/console/people/{me}/role", {"role": "support"}, follow=True).content.decode()
    assert "至少要有一位店主" in page
    office.post(f"/console/people/{me}/remove")
    assert role_of(tenant, me) == "owner"
    office.post(f"/console/people/{clerk}/role", {"role": "owner"})
    office.post(f"/console/people/{me}/role", {"role": "support"})
    assert (role_of(tenant, me), role_of(tenant, clerk)) == ("support", "owner")
    assert office.get("/console/people").status_code == 404


def test_an_owner_who_is_switched_off_is_not_counted(tenant, office):
    me, other = owner_of(tenant), hire(tenant, "owner")
    with platform_context():
        User.objects.filter(pk=other).update(is_active=False)
    office.post(f"/console/people/{me}/role", {"role": "support"})
    assert role_of(tenant, me) == "owner"


def test_a_shop_is_handed_over_at_once(tenant, office):
    me, heir = owner_of(tenant), hire(tenant, "operations")
    office.post(f"/console/people/{heir}/hand-over", {"role": "operations"})
    assert role_of(tenant, heir) == "operations"
    office.post(f"/console/people/{heir}/hand-over", {"role": "operations", "sure": "on"})
    assert (role_of(tenant, me), role_of(tenant, heir)) == ("operations", "owner")


def test_acts_about_members_are_in_the_audit_log_without_addresses(tenant, office):
    invite(office)
    with tenant_context(tenant):
        entry = AuditEntry.objects.select_related("outcome").get(act="people_invite")
        assert entry.outcome.outcome == "done"
        assert "new@staff" not in str(entry.outcome.detail)


def test_a_role_that_was_put_away_allows_nothing(tenant):
    with tenant_context(tenant):
        role = create_staff_role(facts=RoleFacts("夜班", "Night", [Power.ORDERS_VIEW]), now=now())
    desk = enter(tenant, hire(tenant, role.key))
    assert desk.get("/console/orders").status_code == 200
    with tenant_context(tenant):
        StaffRole.objects.update(archived_at=now())
    assert desk.get("/console/orders").status_code == 404


def test_the_page_takes_as_few_queries_for_forty_people_as_for_one(tenant, office, django_assert_max_num_queries):
    for number in range(20):
        hire(tenant, "support")
        invite(office, f"guest-{number}@staff.example")
    for path in ("people", "people/roles"):
        with django_assert_max_num_queries(9):
            assert office.get(f"/console/{path}").status_code == 200


def test_members_of_another_shop_are_not_found(tenant, other_tenant, office):
    theirs = hire(other_tenant, "support")
    for act in ("", "/role", "/remove", "/hand-over"):
        send = office.post if act else office.get
        assert send(f"/console/people/{theirs}{act}", {"role": "owner", "sure": "on"}).status_code == 404
    assert role_of(other_tenant, theirs) == "support"
