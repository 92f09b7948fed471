"""Passkeys: what answers for this host, this person and this question logs in, nothing else does."""

from __future__ import annotations

import pytest

from platform_core.identity.models import SecondFactor
from platform_core.tenancy.context import platform_context
from tests.integration.site.soft_key import SoftKey
from tests.integration.site.test_second_factors import log_in
from tests.world import platform

JSON = "application/json"
NEW = "/account/second-factor/passkey"


def add(client, key, name="key"):
    options = client.post(f"{NEW}/ask").json()
    answer = {"credential": key.made(options)}
    return client.post(f"{NEW}/answer?name={name}&next=/shops", answer, content_type=JSON)


def prove(client, key, options=None):
    asked = options or client.post("/login/factor/ask").json()
    return client.post("/login/factor/answer?next=/shops", {"credential": key.proof(asked)}, content_type=JSON)


@pytest.fixture
def key(tenant):
    """The owner's passkey."""
    made = SoftKey()
    answer = add(log_in()[0], made)
    assert answer.json()["next"].startswith("/account/recovery-codes?")
    made.counter += 1
    return made


def test_a_passkey_completes_the_log_in(key):
    client, _answer = log_in()
    assert client.get("/shops").status_code == 302
    assert prove(client, key).json() == {"next": "/shops"}
    assert client.get("/shops").status_code == 200
    assert client.get("/account/security").status_code == 200


def test_an_answer_is_good_once(key):
    client, _answer = log_in()
    options = client.post("/login/factor/ask").json()
    assert prove(client, key, options).status_code == 200
    again, _answer = log_in()
    key.counter += 1
    assert prove(again, key, options).status_code == 422, "asked in another session"
    again.post("/login/factor/ask")
    assert prove(again, key, options).status_code == 422, "another question"


def test_a_question_is_good_for_one_answer(key):
    client, _answer = log_in()
    options = client.post("/login/factor/ask").json()
    assert prove(client, SoftKey(), options).status_code == 422
    assert prove(client, key, options).status_code == 422
    assert prove(client, key).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("origin", "http://alpha.kaquan.localhost:8000"),  # a shop is below the platform, and is not it
        ("origin", "https://kaquan.localhost.evil.example"),
        ("host", "evil.example"),
        ("counter", 1),  # a copy that was left behind
    ],
)
def test_what_is_signed_elsewhere_or_by_a_copy_is_refused(key, field, value):
    setattr(key, field, value)
    client, _answer = log_in()
    assert prove(client, key).status_code == 422
    assert client.get("/shops").status_code == 302


def test_a_passkey_is_not_made_for_another_host(tenant):
    made = SoftKey()
    made.origin = "http://alpha.kaquan.localhost:8000"
    assert add(log_in()[0], made).status_code == 422
    with platform_context():
        assert not SecondFactor.objects.exists()


def test_the_passkey_of_somebody_else_opens_nothing(key, other_tenant):
    other, theirs = platform(), SoftKey()
    other.post("/login", {"username": "owner@beta.example", "password": "long enough beta"})
    add(other, theirs)
    theirs.counter += 1
    client, _answer = log_in()
    assert prove(client, theirs).status_code == 422
    other.post("/account/confirm", {"password": "long enough beta"})
    assert add(other, key).status_code == 422, "known already"
    with platform_context():
        assert SecondFactor.objects.count() == 2


def test_a_passkey_that_does_not_count_goes_on_not_counting(tenant):
    made = SoftKey()
    made.counter = 0
    add(log_in()[0], made)
    for _ in range(2):
        assert prove(log_in()[0], made).status_code == 200


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"credential": 5}', '{"credential": {}}', '{"credential": {"id": "x"}}']
)
def test_nonsense_is_refused(key, body):
    client, _answer = log_in()
    client.post("/login/factor/ask")
    assert client.post("/login/factor/answer", body, content_type=JSON).status_code == 422
