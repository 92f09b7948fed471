"""Who tries often computes for it, then waits; the owner of a contact still gets in."""

import datetime as dt
import uuid

import pytest

from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from tenants.customers.models import Device, FailedLogIn, OneTimeCode
from tenants.customers.services.purge_codes import purge_codes
from tenants.customers.services.set_password import set_password
from tests.integration.customers.buying import (
    ask,
    challenge_of,
    log_in,
    mailed_digits,
    may_ask_again,
    shown,
    solved,
)
from tests.world import shop

GOOD = "correct horse battery"


def try_password(client, password, contact="anna@mail.example", **fields):
    return client.post("/me/login/password", {"contact": contact, "password": password, **fields})


@pytest.fixture
def anna(tenant):
    """A buyer with a password."""
    client = log_in(tenant)
    with tenant_context(tenant):
        set_password(device=Device.objects.select_related("buyer").get(), password=GOOD, now=now())
    return client


def test_a_password_logs_in(tenant, anna):
    client = shop(tenant)
    assert try_password(client, GOOD).headers["Location"] == "/me"
    assert client.get("/me").status_code == 200


def test_wrong_unknown_and_unset_passwords_are_answered_alike(tenant, anna):
    log_in(tenant, "bare@mail.example")
    answers = set()
    for contact, password in (
        ("anna@mail.example", "wrong"),
        ("bare@mail.example", GOOD),
        ("bare@mail.example", ""),
        ("nobody@mail.example", GOOD),
    ):
        client = shop(tenant)
        answer = try_password(client, password, contact)
        answers.add((answer.status_code, shown(answer).replace(contact.encode(), b"")))
        assert client.get("/me").status_code == 302
    assert len(answers) == 1


def test_known_and_unknown_contacts_cost_the_same_queries(tenant, anna):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    try_password(shop(tenant), "wrong", "first@mail.example")  # makes the hash that is compared with nothing
    for contact in ("anna@mail.example", "nobody@mail.example"):
        with CaptureQueriesContext(connection) as queries:
            try_password(shop(tenant), "wrong", contact)
        counts.append([query["sql"][:60] for query in queries])
    assert counts[0] == counts[1]


@pytest.mark.parametrize("contact", ["anna@mail.example", "nobody@mail.example"])
def test_after_three_failures_a_proof_of_work_is_wanted_whoever_it_is(tenant, anna, contact):
    answers = [try_password(shop(tenant), "wrong", contact) for _ in range(3)]
    assert [challenge_of(answer) is not None for answer in answers] == [False, False, True]
    refused = try_password(shop(tenant), GOOD, contact)
    assert refused.status_code == 422
    assert challenge_of(refused) is not None
    with tenant_context(tenant):
        assert FailedLogIn.objects.get().failures == 3  # it was not looked at


def test_a_proof_lets_one_try_through(tenant, anna):
    for _ in range(3):
        answer = try_password(shop(tenant), "wrong")
    solution = solved(challenge_of(answer))
    client = shop(tenant)
    again = try_password(client, "wrong", solution=solution)
    assert "密码不对" in again.content.decode()
    replayed = try_password(client, GOOD, solution=solution)
    assert replayed.status_code == 422
    assert client.get("/me").status_code == 302
    fresh = solved(challenge_of(replayed))
    assert try_password(client, GOOD, solution=fresh).headers["Location"] == "/me"


def test_forged_foreign_and_broken_proofs_prove_nothing(tenant, other_tenant, anna):
    for _ in range(3):
        answer = try_password(shop(tenant), "wrong")
        elsewhere = try_password(shop(other_tenant), "wrong")
    challenge = challenge_of(answer)
    challenge.parameters.key_prefix = ""  # anything fits
    forged = solved(challenge)
    foreign = solved(challenge_of(elsewhere))
    for solution in (forged, foreign, "e30=", "not base64 €", "A" * 5000, ""):
        assert try_password(shop(tenant), GOOD, solution=solution).status_code == 422


def test_ten_failures_an_hour_close_the_password_and_a_code_opens_it_again(tenant, anna):
    try_password(shop(tenant), "wrong")
    with tenant_context(tenant):
        FailedLogIn.objects.update(failures=10)
    refused = try_password(shop(tenant), GOOD)
    refused = try_password(shop(tenant), GOOD, solution=solved(challenge_of(refused)))
    assert refused.status_code == 422
    may_ask_again(tenant)
    client = shop(tenant)
    asked = ask(client)
    asked = ask(client, solution=solved(challenge_of(asked)))
    client.post("/me/login/code", {"digits": mailed_digits(tenant)})
    assert client.get("/me").status_code == 200
    assert try_password(shop(tenant), GOOD).headers["Location"] == "/me"


def test_codes_are_sent_a_minute_apart_and_the_fourth_of_an_hour_for_a_proof(tenant):
    assert ask(shop(tenant)).status_code == 302
    assert ask(shop(tenant)).status_code == 429
    with tenant_context(tenant):
        sent = OneTimeCode.objects.get()
        for _ in range(2):
            sent.pk = None
            sent.id = uuid.uuid4()
            sent.save(force_insert=True)
        OneTimeCode.objects.update(created_at=now() - dt.timedelta(minutes=5))
    answer = ask(shop(tenant))
    assert answer.status_code == 422
    assert ask(shop(tenant), solution=solved(challenge_of(answer))).status_code == 302


def test_a_contact_gets_so_many_codes_an_hour_and_no_more(tenant):
    ask(shop(tenant))
    with tenant_context(tenant):
        sent = OneTimeCode.objects.get()
        for _ in range(5):
            sent.pk = uuid.uuid4()
            sent.save(force_insert=True)
        OneTimeCode.objects.update(created_at=now() - dt.timedelta(minutes=5))
    assert ask(shop(tenant)).status_code == 429


def test_an_address_that_asks_for_many_contacts_computes_and_is_then_refused(tenant):
    answers = [ask(shop(tenant), f"somebody{number}@mail.example") for number in range(42)]
    assert [answer.status_code for answer in answers[:6]] == [302] * 6
    assert challenge_of(answers[7]) is not None
    assert answers[-1].status_code == 429
    with tenant_context(tenant):
        assert OneTimeCode.objects.count() == 6


def test_what_is_counted_no_more_is_deleted(tenant):
    ask(shop(tenant))
    try_password(shop(tenant), "wrong")
    with tenant_context(tenant):
        assert purge_codes(now=now()) == 0
        assert purge_codes(now=now() + dt.timedelta(days=2)) == 2
        assert not OneTimeCode.objects.exists()


def test_without_valkey_buyers_log_in_and_guesses_are_still_counted(tenant, anna, monkeypatch):
    from django.core.cache import cache

    def gone(*args, **options):
        raise ConnectionError

    monkeypatch.setattr("platform_core.tenancy.cache._script", gone)
    monkeypatch.setattr(cache, "add", gone)
    for _ in range(3):
        answer = try_password(shop(tenant), "wrong")
    assert challenge_of(try_password(shop(tenant), GOOD)) is not None
    assert try_password(shop(tenant), GOOD, solution=solved(challenge_of(answer))).headers["Location"] == "/me"
