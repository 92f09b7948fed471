"""Logging in by one-time code: what opens an account, and what does not."""

import re

import pytest
from django.conf import settings
from django.test import Client

from platform_core.kernel.clock import now
from platform_core.messaging.models import Mail
from platform_core.tenancy.context import tenant_context
from tenants.access.models import ShopSession
from tenants.customers.enums import CodePurpose
from tenants.customers.errors import CodeRefused
from tenants.customers.models import Buyer, Device, OneTimeCode
from tenants.customers.services.check_code import check_code
from tests.integration.customers.buying import (
    FIREFOX,
    IPHONE,
    ask,
    log_in,
    mailed_digits,
    mails_of,
    may_ask_again,
    session_of,
    shown,
    texts,
)
from tests.world import shop

SAVEPOINT = re.compile(r'"s\d+_x\d+"')


def wrong(digits):
    return f"{(int(digits) + 1) % 10**6:06d}"


def test_who_enters_the_digits_is_logged_in_and_has_an_account(tenant):
    client = shop(tenant, User_Agent=FIREFOX)
    assert client.get("/me").headers["Location"] == "/me/login"
    assert ask(client, "Anna@Mail.example").status_code == 302
    [mail] = mails_of(tenant, "code")
    assert mail.to == ["anna@mail.example"]
    answer = client.post("/me/login/code", {"digits": mailed_digits(tenant)})
    assert answer.headers["Location"] == "/me"
    assert client.get("/me").status_code == 200
    with tenant_context(tenant):
        buyer, device = Buyer.objects.get(), Device.objects.get()
    assert buyer.contact_masked == "a***@mail.example"
    assert b"anna" not in bytes(buyer.contact_sealed)
    assert device.label == "Firefox · Linux"


def test_a_phone_number_gets_its_code_as_a_text_however_it_is_written(tenant):
    for written in ("13812345678", "+86 138-1234-5678", "１３８１２３４５６７８"):
        may_ask_again(tenant)
        client = shop(tenant)
        assert ask(client, written).status_code == 302
        number, text = texts(tenant)[0]
        assert number == "+8613812345678"
        client.post("/me/login/code", {"digits": re.search(r"\d{6}", text)[0]})
        assert client.get("/me").status_code == 200
    with tenant_context(tenant):
        assert Buyer.objects.count() == 1
        assert not Mail.objects.exists()


@pytest.mark.parametrize("contact", ["", "anna", "anna@", "12345", "a b@mail.example", "1" * 16, "x@y.example\nBcc: z"])
def test_what_is_neither_address_nor_number_gets_no_code(tenant, contact):
    assert ask(shop(tenant), contact).status_code == 422
    with tenant_context(tenant):
        assert not OneTimeCode.objects.exists()


def test_the_digits_are_good_once(tenant):
    client = shop(tenant)
    ask(client)
    digits = mailed_digits(tenant)
    with tenant_context(tenant):
        kept = session_of(client)["one_time_code"]
    client.post("/me/login/code", {"digits": digits})
    client.post("/me/logout")
    with tenant_context(tenant):
        session = session_of(client)
        assert "one_time_code" not in session
        session["one_time_code"] = kept
        session.save()
    assert client.post("/me/login/code", {"digits": digits}).status_code == 422
    assert client.get("/me").status_code == 302


def test_five_wrong_tries_spend_a_code(tenant):
    client = shop(tenant)
    ask(client)
    digits = mailed_digits(tenant)
    for _ in range(5):
        assert client.post("/me/login/code", {"digits": wrong(digits)}).status_code == 422
    assert client.post("/me/login/code", {"digits": digits}).status_code == 422
    with tenant_context(tenant):
        assert not Buyer.objects.exists()


def test_a_code_is_too_old_after_ten_minutes(tenant, time_machine):
    client = shop(tenant)
    ask(client)
    digits = mailed_digits(tenant)
    with tenant_context(tenant):
        OneTimeCode.objects.update(expires_at=now())
    assert client.post("/me/login/code", {"digits": digits}).status_code == 422


def test_only_the_browser_that_asked_can_use_the_digits(tenant):
    ask(shop(tenant))
    digits = mailed_digits(tenant)
    elsewhere = shop(tenant)
    assert elsewhere.post("/me/login/code", {"digits": digits}).headers["Location"] == "/me/login"
    assert elsewhere.get("/me").status_code == 302
    with tenant_context(tenant):
        assert OneTimeCode.objects.get().tries == 0


def test_a_code_for_one_thing_is_good_for_nothing_else(tenant):
    client = shop(tenant)
    ask(client)
    with tenant_context(tenant):
        code = OneTimeCode.objects.get()
        for purpose in (CodePurpose.CONFIRM, CodePurpose.CONTACT):
            with pytest.raises(CodeRefused):
                check_code(code_id=code.id, purpose=purpose, digits=mailed_digits(tenant), now=now())


def test_a_code_of_one_shop_opens_nothing_in_another(tenant, other_tenant):
    client = shop(tenant)
    ask(client)
    digits, code_id = mailed_digits(tenant), _code_of(tenant)
    client.post("/me/login/code", {"digits": digits})
    there = Client(headers={"Host": other_tenant.host})
    there.cookies = client.cookies
    assert there.get("/me").headers["Location"] == "/me/login"
    with tenant_context(other_tenant):
        assert not Buyer.objects.exists()
        with pytest.raises(CodeRefused):
            check_code(code_id=code_id, purpose=CodePurpose.LOG_IN, digits=digits, now=now())


def _code_of(tenant):
    with tenant_context(tenant):
        return OneTimeCode.objects.get().id


def test_known_and_unknown_contacts_are_answered_alike(tenant):
    log_in(tenant, "known@mail.example")
    may_ask_again(tenant)
    answers = {}
    for contact in ("known@mail.example", "nobody@mail.example"):
        client = shop(tenant)
        asked = ask(client, contact)
        page = client.get("/me/login/code")
        masked = f"{contact[0]}***@mail.example".encode()
        assert masked in page.content
        refused = client.post("/me/login/code", {"digits": "xxxxxx"})
        answers[contact] = (
            asked.status_code,
            asked.headers["Location"],
            shown(page).replace(masked, b""),
            refused.status_code,
            shown(refused).replace(masked, b""),
        )
    assert answers["known@mail.example"] == answers["nobody@mail.example"]


def test_asking_costs_the_same_queries_for_known_and_unknown_contacts(tenant):
    log_in(tenant, "known@mail.example")
    may_ask_again(tenant)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for contact in ("known@mail.example", "nobody@mail.example"):
        with CaptureQueriesContext(connection) as queries:
            ask(shop(tenant), contact)
        counts.append([SAVEPOINT.sub("", query["sql"])[:40] for query in queries])
    assert counts[0] == counts[1]


def test_the_session_gets_a_new_key_at_log_in_and_the_old_one_is_worth_nothing(tenant):
    client = shop(tenant)
    ask(client)
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/me/login/code", {"digits": mailed_digits(tenant)})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    with tenant_context(tenant):
        assert not ShopSession.objects.filter(pk=planted).exists()
    thief = shop(tenant)
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    thief.cookies["device"] = client.cookies["device"].value
    assert thief.get("/me").status_code == 302


def test_a_stolen_session_is_worth_nothing_in_another_browser(tenant):
    client = log_in(tenant)
    thief = shop(tenant)
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert thief.get("/me").status_code == 302
    thief.cookies["device"] = "planted"
    assert thief.get("/me").status_code == 302
    assert client.get("/me").status_code == 200


def test_a_planted_device_is_not_taken_over(tenant):
    client = shop(tenant)
    client.cookies["device"] = "planted"
    log_in(tenant, client=client)
    assert client.cookies["device"].value != "planted"


def test_logging_out_ends_it_and_closes_the_orders_of_the_session(tenant):
    client = log_in(tenant)
    with tenant_context(tenant):
        session = session_of(client)
        session["orders"] = ["00000000-0000-0000-0000-000000000001"]
        session.save()
    stale = dict(client.cookies)
    assert client.post("/me/logout").status_code == 302
    assert client.get("/me").status_code == 302
    with tenant_context(tenant):
        assert "orders" not in session_of(client)
    again = shop(tenant)
    again.cookies.update(stale)
    assert again.get("/me").status_code == 302


def test_logging_out_everywhere_ends_all_log_ins(tenant):
    one, two = log_in(tenant), log_in(tenant, agent=IPHONE)
    assert [client.get("/me").status_code for client in (one, two)] == [200, 200]
    one.post("/me/devices/logout")
    assert [client.get("/me").status_code for client in (one, two)] == [302, 302]


def test_forms_of_the_account_want_a_token(tenant):
    client = Client(enforce_csrf_checks=True, headers={"Host": tenant.host})
    for path in ("/me/login", "/me/login/code", "/me/login/password", "/me/logout", "/me/devices/logout"):
        assert client.post(path, {"contact": "a@b.example"}).status_code == 403
    with tenant_context(tenant):
        assert not OneTimeCode.objects.exists()


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_logging_in_leads_nowhere_else(tenant, then):
    client = shop(tenant)
    ask(client)
    answer = client.post("/me/login/code", {"digits": mailed_digits(tenant), "next": then})
    assert answer.headers["Location"] == "/me"


def test_logging_in_leads_back_to_where_one_came_from(tenant):
    client = shop(tenant)
    assert client.get("/me/devices").headers["Location"] == "/me/login?next=%2Fme%2Fdevices"
    ask(client, next="/me/devices")
    answer = client.post("/me/login/code", {"digits": mailed_digits(tenant), "next": "/me/devices"})
    assert answer.headers["Location"] == "/me/devices"


def test_visitors_without_an_account_are_asked_about_with_no_query(tenant, shelf):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    data = {"sku": str(shelf.sku.id), "quantity": 1}
    client = shop(tenant)
    client.get("/checkout", data)
    with CaptureQueriesContext(connection) as queries:
        client.get("/checkout", data)
    assert not [query for query in queries if "customers_" in query["sql"] or "shopsession" in query["sql"]]


@pytest.mark.parametrize("path", ["/me/login"])
def test_pages_are_in_both_languages_under_a_strict_policy(tenant, path):
    for language in ("zh-hans", "en"):
        answer = shop(tenant, Accept_Language=language).get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_a_phone_number_is_refused_where_nobody_carries_short_messages(tenant, settings):
    settings.KAQUAN_LOCAL_OUTBOX = False
    client = shop(tenant)
    shown = ask(client, "13812345678")
    assert shown.status_code == 422
    assert texts(tenant) == []
    with tenant_context(tenant):
        assert not OneTimeCode.objects.exists()
    assert ask(client, "anna@mail.example").status_code == 302
