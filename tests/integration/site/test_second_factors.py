"""The second step of a log-in: codes of an app, recovery codes, who must, and what changes of it ask for."""

from __future__ import annotations

import datetime as dt
import re

import pyotp
import pytest
from django.core.management import CommandError, call_command

from platform_core.identity.checks import check_second_factor
from platform_core.identity.models import Membership, RecoveryCode, SecondFactor, User
from platform_core.messaging.composing import compose
from platform_core.messaging.models import Mail
from platform_core.tenancy.context import platform_context
from tests.world import platform, shop

EMAIL, PASSWORD = "owner@alpha.example", "long enough alpha"
NOON = dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def clock(tenant, time_machine):
    """Noon; ``clock(seconds)`` moves on."""
    time_machine.move_to(NOON, tick=False)
    return lambda seconds: time_machine.shift(seconds)


def log_in(client=None, then="/shops"):
    client = client or platform()
    return client, client.post("/login", {"username": EMAIL, "password": PASSWORD, "next": then})


def add_app(client):
    """The app's secret and the recovery codes."""
    page = client.get("/account/second-factor/app").content.decode()
    secret = re.search(r"secret=([A-Z2-7]+)", page)[1]
    answer = client.post("/account/second-factor/app", {"code": pyotp.TOTP(secret).now(), "name": "我的手机"})
    assert answer.status_code == 302, answer.content.decode()
    codes = re.findall(r"<code>([0-9a-z-]{11})</code>", client.get(answer.headers["Location"]).content.decode())
    assert len(codes) == 10
    return pyotp.TOTP(secret), codes


@pytest.fixture
def app(clock):
    """Somebody with an app: it, their recovery codes, the client that added it. A minute ago."""
    client, _answer = log_in()
    totp, codes = add_app(client)
    clock(60)
    return totp, codes, client


def step(client, code):
    return client.post("/login/factor", {"code": code, "next": "/shops"})


def subjects():
    with platform_context():
        return [compose(mail).subject for mail in Mail.objects.filter(template="identity/mail/factor_changed")]


def test_a_log_in_is_over_after_the_code(app):
    client, answer = log_in()
    assert answer.headers["Location"].startswith("/login/factor?")
    assert client.get("/shops").status_code == 302
    assert client.get("/account/security").status_code == 302
    assert step(client, app[0].now()).headers["Location"] == "/shops"
    assert client.get("/shops").status_code == 200


def test_without_the_password_there_is_no_second_step(app):
    assert step(platform(), app[0].now()).headers["Location"].startswith("/login?")
    assert platform().post("/login/factor/ask").status_code == 403


def test_a_code_is_good_once(app, clock):
    code = app[0].now()
    assert step(log_in()[0], code).status_code == 302
    assert step(log_in()[0], code).status_code == 422
    clock(30)
    assert step(log_in()[0], code).status_code == 422, "still within the drift, and used"
    assert step(log_in()[0], app[0].now()).status_code == 302


def test_the_code_that_added_the_app_is_used_up(clock):
    client, _answer = log_in()
    totp, _codes = add_app(client)
    assert step(log_in()[0], totp.now()).status_code == 422


def test_guessing_ends_after_six_tries_and_its_owner_is_told(app, clock):
    client, _answer = log_in()
    assert {step(client, "000000").status_code for _ in range(6)} == {422}
    assert step(client, app[0].now()).status_code == 429
    assert step(log_in()[0], app[0].now()).status_code == 429, "another session is no way around"
    assert sum("多次输错验证码" in subject for subject in subjects()) == 1
    clock(15 * 60)
    assert step(log_in()[0], app[0].now()).status_code == 302


def test_the_password_is_worth_ten_minutes(app, clock):
    client, _answer = log_in()
    clock(10 * 60)
    assert step(client, app[0].now()).headers["Location"].startswith("/login?")


def test_a_recovery_code_is_good_once_and_its_owner_is_told(app):
    _totp, codes, _client = app
    written_down = codes[0].upper().replace("-", " ")
    assert step(log_in()[0], written_down).status_code == 302
    assert step(log_in()[0], codes[0]).status_code == 422
    assert any("用掉了一个恢复码" in subject for subject in subjects())
    assert "还剩 9 个" in _client.get("/account/security").content.decode()


def test_nothing_that_opens_a_log_in_lies_in_the_database(app):
    totp, codes, _client = app
    with platform_context():
        factor, kept = SecondFactor.objects.get(), RecoveryCode.objects.all()
        digests = {bytes(row.digest) for row in kept}
    assert totp.secret.encode() not in bytes(factor.material)
    assert all(code.replace("-", "").encode() not in digest for code in codes for digest in digests)


def test_recovery_codes_are_shown_until_they_are_kept(clock):
    client, _answer = log_in()
    _totp, codes = add_app(client)
    saved = client.get("/account/recovery-codes/download")
    assert codes[0] in saved.content.decode()
    assert "attachment" in saved.headers["Content-Disposition"]
    assert client.post("/account/recovery-codes", {"next": "/shops"}).headers["Location"] == "/shops"
    assert client.get("/account/recovery-codes/download").status_code == 404
    assert client.get("/account/recovery-codes").status_code == 302


def test_changes_ask_again_who_it_is(app, clock):
    totp, codes, client = app
    with platform_context():
        factor = SecondFactor.objects.get()
    remove = f"/account/security/{factor.id}/remove"
    for path in (remove, "/account/second-factor/app", "/account/second-factor/passkey"):
        assert client.get(path).headers["Location"].startswith("/account/confirm?"), path
    for path in (remove, "/account/recovery-codes/new", "/account/second-factor/passkey/ask"):
        assert client.post(path).headers["Location"].startswith("/account/confirm?"), path
    assert client.post("/account/confirm", {"password": "nope", "next": remove}).status_code == 422
    assert client.post("/account/confirm", {"password": PASSWORD, "next": remove}).headers["Location"] == remove
    assert client.post("/account/recovery-codes/new").status_code == 302
    assert codes[0] not in client.get("/account/recovery-codes").content.decode()
    assert "最后一种验证方式" in client.get(remove).content.decode()
    clock(10 * 60)
    assert client.post(remove).headers["Location"].startswith("/account/confirm?")
    assert client.post("/account/confirm", {"code": totp.now(), "next": remove}).headers["Location"] == remove
    assert client.post(remove).headers["Location"] == "/account/security"
    with platform_context():
        assert not SecondFactor.objects.exists()
        assert not RecoveryCode.objects.exists()
    assert {"新增了一种验证方式", "更换了恢复码", "移除了一种验证方式"} <= {
        each.rpartition("：")[2] for each in subjects()
    }


def test_a_session_from_before_shows_a_factor_before_it_changes_one(clock):
    before, _answer = log_in()
    client, _answer = log_in()
    totp, _codes = add_app(client)
    clock(60)
    assert before.get("/account/security").headers["Location"].startswith("/login/factor?")
    assert before.post("/account/second-factor/app", {"code": "1"}).headers["Location"].startswith("/login/factor?")
    assert step(before, totp.now()).status_code == 302
    assert before.get("/account/security").status_code == 200


def test_factors_of_others_are_not_found(app, other_tenant):
    with platform_context():
        factor = SecondFactor.objects.get()
    stranger = platform()
    stranger.post("/login", {"username": "owner@beta.example", "password": "long enough beta"})
    stranger.post("/account/confirm", {"password": "long enough beta"})
    assert stranger.post(f"/account/security/{factor.id}/rename", {"name": "x"}).status_code == 404
    assert stranger.post(f"/account/security/{factor.id}/remove").status_code == 404
    assert app[2].post(f"/account/security/{factor.id}/rename", {"name": "新手机"}).status_code == 302
    assert "新手机" in app[2].get("/account/security").content.decode()


def test_the_way_on_never_leads_elsewhere(app):
    client, _answer = log_in()
    answer = client.post("/login/factor", {"code": app[0].now(), "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/shops"


def back_office(client, tenant):
    """The shop's back office, entered from the platform by this client."""
    address = client.post(f"/shops/{tenant.id}/enter").headers["Location"]
    desk = shop(tenant)
    desk.get("/" + address.split("localhost", 1)[1].partition("/")[2])
    return desk


@pytest.mark.parametrize(
    ("role", "asked"),
    [("owner", True), ("finance", True), ("operations", False), ("support", False), ("developer", False)],
)
def test_owner_and_finance_enter_with_a_second_factor_alone(clock, tenant, settings, role, asked):
    settings.KAQUAN_REQUIRE_SECOND_FACTOR = True
    with platform_context():
        Membership.objects.filter(tenant_id=tenant.id).update(role=role)
    client, _answer = log_in()
    answer = back_office(client, tenant).get("/console/launch")
    assert answer.status_code == (302 if asked else 200)
    if asked:
        assert answer.headers["Location"].endswith("kaquan.localhost:8000/login/factor?next=/shops")
        assert "/account/second-factor?" in client.get("/login/factor?next=/shops").headers["Location"]
        assert "设置后才能进入后台" in client.get("/account/second-factor?next=/shops").content.decode()
    add_app(client)
    assert back_office(client, tenant).get("/console/launch").status_code == 200


def test_a_member_who_becomes_finance_is_asked_on_the_next_request(clock, tenant, settings):
    settings.KAQUAN_REQUIRE_SECOND_FACTOR = True
    with platform_context():
        Membership.objects.filter(tenant_id=tenant.id).update(role="support")
    desk = back_office(log_in()[0], tenant)
    assert desk.get("/console/orders").status_code == 200
    with platform_context():
        Membership.objects.filter(tenant_id=tenant.id).update(role="finance")
    assert desk.get("/console/orders").status_code == 302
    assert desk.post("/console/orders").status_code == 302


def test_nothing_is_asked_where_it_is_off_and_the_pages_say_so(clock, tenant, settings):
    client, _answer = log_in()
    desk = back_office(client, tenant)
    assert "演示环境未强制" in desk.get("/console/people").content.decode()
    assert "演示环境未强制" in client.get("/account/security").content.decode()
    settings.KAQUAN_PLATFORM_HOST = "kaquan.example"
    assert [problem.id for problem in check_second_factor(None)] == ["kaquan.W001"]
    settings.KAQUAN_REQUIRE_SECOND_FACTOR = True
    assert check_second_factor(None) == []


def test_a_user_who_was_switched_off_does_not_complete_the_log_in(app):
    client, _answer = log_in()
    with platform_context():
        User.objects.filter(email=EMAIL).update(is_active=False)
    assert step(client, app[0].now()).headers["Location"] == "/login"
    assert client.get("/shops").status_code == 302


def test_whoever_lost_everything_is_let_in_by_the_operator_and_told(app, capsys):
    call_command("forget_second_factors", EMAIL.upper())
    assert "removed 1" in capsys.readouterr().out
    assert log_in()[1].headers["Location"] == "/shops"
    assert any("移除了一种验证方式" in subject for subject in subjects())
    with pytest.raises(CommandError, match="nobody"):
        call_command("forget_second_factors", "nobody@alpha.example")


def test_the_key_of_a_session_changes_with_the_second_step(app, clock):
    client, _answer = log_in()
    before = client.cookies["sid"].value
    step(client, app[0].now())
    assert client.cookies["sid"].value != before
