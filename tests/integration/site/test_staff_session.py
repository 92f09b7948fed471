"""The session of the platform console: its own, short, with a second factor; to others the pages do not exist."""

from __future__ import annotations

import datetime as dt
import re

import pyotp
import pytest
from django.conf import settings as django_settings

from platform_core.compliance.models import StaffAct
from platform_core.identity.models import PlatformSession, StaffSession, User
from platform_core.identity.services.end_staff_sessions import end_staff_sessions
from platform_core.site.views import staff
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.models import Tenant
from tests.integration.site.staffing import PASSWORD, as_staff, dismiss, enter, hire
from tests.world import platform

NOON = dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)
PAGES = (
    "/staff/", "/staff/suppliers", "/staff/findings", "/staff/appeals", "/staff/proposals", "/staff/shops", "/staff/looks",
    "/staff/webhooks", "/staff/people",
)  # fmt: skip


@pytest.fixture
def clock(tenant, time_machine):
    """Noon; ``clock(minutes)`` moves on."""
    time_machine.move_to(NOON, tick=False)
    return lambda minutes: time_machine.shift(dt.timedelta(minutes=minutes))


def test_every_page_opens_for_staff_and_is_kept_nowhere(tenant):
    client = as_staff()
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "no-store"
        assert 'aria-current="page"' in answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_pages_do_not_exist_for_others(tenant, path):
    assert platform().get(path).status_code == 404
    merchant = platform()
    merchant.post("/login", {"username": "owner@alpha.example", "password": "long enough alpha"})
    assert merchant.get(path).status_code == 404
    assert merchant.post(path).status_code == 404


def test_an_ordinary_session_of_staff_opens_nothing_and_leads_to_the_log_in(tenant):
    user, client = hire(), platform()
    client.post("/login", {"username": user.email, "password": PASSWORD})
    assert client.get("/shops").status_code == 200
    for path in PAGES:
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/staff/login")
    assert client.post("/staff/people/add", {"email": user.email}).status_code == 302


def test_a_console_session_is_no_ordinary_one(tenant):
    client = as_staff()
    assert client.get("/shops").status_code == 302
    with platform_context():
        assert StaffSession.objects.count() == 1
        assert not PlatformSession.objects.exists()


def test_the_cookie_stays_in_the_console(tenant, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = as_staff().cookies[django_settings.KAQUAN_STAFF_COOKIE]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"], cookie["secure"]) == (
        "/staff/",
        "Strict",
        True,
        True,
    )
    assert cookie["max-age"] == ""


@pytest.mark.parametrize("email", ["owner@alpha.example", "nobody@alpha.example"])
def test_the_log_in_says_nothing_of_who_is_staff(tenant, email):
    answer = platform().post("/staff/login", {"username": email, "password": "long enough alpha"})
    assert answer.status_code == 200
    assert "邮箱或密码不正确" in answer.content.decode()
    assert django_settings.KAQUAN_STAFF_COOKIE not in answer.cookies


def test_guessers_are_locked_out(tenant, settings):
    settings.AXES_ENABLED = True
    user, client = hire(), platform()
    answers = [
        client.post("/staff/login", {"username": user.email, "password": "wrong wrong"}).status_code for _ in range(7)
    ]
    assert answers[-1] == 429
    assert client.post("/staff/login", {"username": user.email, "password": PASSWORD}).status_code == 429


def test_without_a_second_factor_staff_are_told_how_to_set_one_up(tenant, settings):
    settings.KAQUAN_REQUIRE_STAFF_FACTOR = True
    user, client = hire(), platform()
    answer = client.post("/staff/login", {"username": user.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert "/account/second-factor" in answer.content.decode()
    assert client.get("/staff/").status_code == 404


def test_a_session_without_the_factor_ends_once_it_is_asked_for(tenant, settings):
    client = as_staff()
    assert client.get("/staff/").status_code == 200
    settings.KAQUAN_REQUIRE_STAFF_FACTOR = True
    assert client.get("/staff/").status_code == 302


def test_who_has_a_second_factor_shows_it_whatever_the_setting(clock):
    user, ordinary = hire(), platform()
    ordinary.post("/login", {"username": user.email, "password": PASSWORD})
    page = ordinary.get("/account/second-factor/app").content.decode()
    totp = pyotp.TOTP(re.search(r"secret=([A-Z2-7]+)", page)[1])
    assert ordinary.post("/account/second-factor/app", {"code": totp.now(), "name": "x"}).status_code == 302
    clock(1)
    client = platform()
    answer = client.post("/staff/login", {"username": user.email, "password": PASSWORD, "next": "/staff/shops"})
    assert answer.headers["Location"] == "/staff/login/factor?next=%2Fstaff%2Fshops"
    assert client.get("/staff/").status_code == 302
    assert client.post("/staff/login/factor", {"code": "000000"}).status_code == 422
    answer = client.post("/staff/login/factor", {"code": totp.now(), "next": "/staff/shops"})
    assert answer.headers["Location"] == "/staff/shops"
    assert client.get("/staff/shops").status_code == 200


@pytest.mark.parametrize(("step", "many", "alive"), [(29, 3, True), (31, 1, False), (29, 17, False)], ids=str)
def test_a_session_ends_when_idle_and_after_eight_hours(clock, step, many, alive):
    client = as_staff()
    for _ in range(many):
        clock(step)
        answer = client.get("/staff/")
    assert (answer.status_code == 200) is alive
    if not alive:
        assert answer.headers["Location"].startswith("/staff/login")


def test_a_session_ends_with_the_password_and_with_the_role(tenant):
    user = hire()
    first, second = enter(user), enter(user)
    with platform_context():
        changed = User.objects.get(pk=user.id)
        changed.set_password("other other 1")
        changed.save()
    assert first.get("/staff/").status_code == 302
    fresh = hire()
    client = enter(fresh)
    dismiss(fresh)
    assert client.get("/staff/").status_code != 200
    assert second.get("/staff/").status_code != 200


def test_all_sessions_of_a_person_end_at_once(tenant):
    user = hire()
    clients = [enter(user), enter(user)]
    assert clients[0].post("/staff/logout/everywhere").status_code == 302
    assert [client.get("/staff/").status_code == 200 for client in clients] == [False, False]
    third = enter(user)
    with platform_context():
        assert end_staff_sessions(user_id=user.id) == 1
    assert third.get("/staff/").status_code == 302


def test_logging_out_ends_the_session(tenant):
    client = as_staff()
    cookie = client.cookies[django_settings.KAQUAN_STAFF_COOKIE].value
    client.post("/staff/logout")
    client.cookies[django_settings.KAQUAN_STAFF_COOKIE] = cookie
    assert client.get("/staff/").status_code == 302


def test_every_act_is_written_down_with_what_became_of_it(tenant):
    user = hire("lead")
    client = enter(user)
    client.get("/staff/shops")
    client.post(f"/staff/shops/{tenant.id}/state/suspend", {"reason": "冒用他人执照"})
    client.post(f"/staff/shops/{tenant.id}/state/suspend", {"reason": "再来"})
    client.post("/staff/people/add", {"email": "owner@alpha.example", "roles": ["lead"]})
    with platform_context():
        written = list(StaffAct.objects.select_related("outcome").order_by("at", "id"))
    assert [(each.act, each.tenant_role, each.reason, each.outcome.outcome) for each in written] == [
        ("staff_login", "", "", "done"),
        ("staff_shop_act", tenant.role_name, "冒用他人执照", "done"),
        ("staff_shop_act", tenant.role_name, "再来", "refused"),
        ("staff_person_add", "", "", "refused"),
    ]
    assert {(each.user_id, each.email, each.address) for each in written} == {(user.id, user.email, "127.0.0.1")}


def test_acts_of_staff_are_read_by_those_who_audit_alone(tenant):
    user = hire("lead")
    client = enter(user)
    client.post(f"/staff/shops/{tenant.id}/state/suspend", {"reason": "冒用他人执照"})
    auditor = as_staff("auditor")
    text = auditor.get("/staff/audit").content.decode()
    assert "暂停、恢复店铺" in text
    assert "冒用他人执照" in text
    assert "Shop alpha" in text
    assert "一分钟内封存" in text
    for query, shown in ((f"who={user.email}", True), ("who=nobody@p.example", False), ("shop=alpha", True), ("shop=beta", False),
                         ("act=staff_shop_act", True), ("act=staff_login", False)):  # fmt: skip
        assert ("冒用他人执照" in auditor.get(f"/staff/audit?{query}").content.decode()) is shown, query
    assert "/staff/audit" not in as_staff("reviewer").get("/staff/").content.decode()
    assert as_staff("reviewer").get("/staff/audit").status_code == 404


def test_nothing_is_done_when_it_cannot_be_written_down(tenant, monkeypatch):
    client = as_staff("lead")

    def broken(**facts):
        raise RuntimeError("the log is full")

    monkeypatch.setattr(staff, "record_staff_act", broken)
    with pytest.raises(RuntimeError, match="the log is full"):
        client.post(f"/staff/shops/{tenant.id}/state/suspend", {"reason": "冒用他人执照"})
    with platform_context():
        assert Tenant.objects.get(pk=tenant.id).state == "active"


def test_sessions_that_are_over_are_forgotten(clock):
    as_staff()
    clock(60 * 9)
    as_staff()
    with platform_context():
        assert StaffSession.objects.count() == 1
