"""What a merchant with a plan sees of its limits, and that a refusal by them leaves no trace."""

from __future__ import annotations

import json
import time

import pytest
from django.test import RequestFactory

from merchant_api.throttling.rates import forget_refusals
from merchant_api.throttling.turnstile import Turnstile
from platform_core.entitlements.plans import DEFAULT, PLANS, ApiLimits, Plan
from platform_core.entitlements.services.grant_plan import grant_plan
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.access import authenticate
from tenants.access.models import IdempotencyRecord
from tenants.issuance.models import Issuance
from tests.world import api, make_key, stock


def limit(tenant, plan=DEFAULT):
    with platform_context():
        grant_plan(tenant_id=tenant.id, tenant_role=tenant.role_name, plan=plan, now=now())


@pytest.fixture
def limited(tenant):
    """A key of ``alpha``, which has the default plan."""
    limit(tenant)
    return api(make_key(tenant))


@pytest.fixture
def tight(tenant, monkeypatch):
    """A key of ``alpha``, which has a write a second: a token never comes back while a test looks."""
    monkeypatch.setitem(
        PLANS, "tight", Plan("tight", 1, ApiLimits(read=100, write=1, reveal=10, redeem=20, concurrency=20))
    )
    limit(tenant, "tight")
    return api(make_key(tenant))


def issue(client, shelf, number, **headers):
    body = {"external_id": number, "lines": [{"sku": shelf.sku_id, "quantity": 1}]}
    return client.post("/v1/issuances", body, content_type="application/json", headers=headers)


def test_every_answer_says_what_is_left_refusals_too(limited, tenant, shelf):
    stock(tenant, shelf, 1)
    seen = [
        limited.get("/v1/ping"),
        limited.get("/v1/products/prod_x"),
        limited.get("/v1/ping?x=1"),
        limited.get("/v1/api_keys"),
        limited.get("/v1/ping", headers={"Kaquan-Version": "1999-01-01"}),
        limited.put("/v1/issuances"),
        issue(limited, shelf, "L-1"),
        issue(limited, shelf, "L-2"),
        limited.get(f"/v1/issuances/{limited.get('/v1/issuances').json()['data'][0]['id']}/codes"),
    ]
    assert [answer.status_code for answer in seen] == [200, 404, 400, 403, 400, 405, 201, 409, 200]
    policies = [answer.headers["RateLimit-Policy"] for answer in seen]
    read, write, reveal = '"read";q=100;w=1', '"write";q=25;w=1', '"reveal";q=10;w=1'
    assert policies == [read] * 5 + [write] * 3 + [reveal]
    assert seen[0].headers["RateLimit"] == '"read";r=99;t=1'
    assert seen[-1].headers["RateLimit"] == '"reveal";r=9;t=1'


def test_a_merchant_without_a_plan_hears_nothing_of_limits(client):
    answers = [client.get("/v1/ping") for _ in range(120)]
    assert {answer.status_code for answer in answers} == {200}
    assert not any(name.startswith("RateLimit") for answer in answers for name in answer.headers)
    assert answers[0].json()["rate_limits"] is None


def test_too_many_requests_are_refused_and_one_after_the_time_named_is_not(tight):
    assert tight.delete("/v1/reservations/res_x").status_code == 404
    refused = tight.delete("/v1/reservations/res_x")
    problem = refused.json()
    assert (refused.status_code, problem["code"], problem["outcome"]) == (429, "rate_limited", "not_executed")
    assert problem["retryable"]
    assert refused.headers["RateLimit"] == '"write";r=0;t=1'
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert tight.get("/v1/ping").status_code == 200
    time.sleep(int(refused.headers["Retry-After"]))
    assert tight.delete("/v1/reservations/res_x").status_code == 404


def test_a_refused_issue_leaves_its_number_and_its_key_free(tight, tenant, shelf):
    stock(tenant, shelf, 3)
    tight.delete("/v1/reservations/res_x")
    for _ in range(3):
        refused = issue(tight, shelf, "N-1", **{"Idempotency-Key": "n-1"})
        assert (refused.status_code, refused.json()["outcome"]) == (429, "not_executed")
    with tenant_context(tenant):
        assert not Issuance.objects.exists()
        assert not IdempotencyRecord.objects.exists()
    time.sleep(1)
    made = issue(tight, shelf, "N-1", **{"Idempotency-Key": "n-1"})
    assert made.status_code == 201
    assert "Idempotent-Replayed" not in made.headers


def test_a_refusal_asks_the_database_nothing_and_each_has_its_own_id(tight, django_assert_num_queries):
    tight.delete("/v1/reservations/res_x")  # the merchant's first call, which pins its version
    tight.delete("/v1/reservations/res_x")
    with django_assert_num_queries(0):
        answers = [tight.delete("/v1/reservations/res_same") for _ in range(2)]
        forget_refusals()
        answers += [tight.delete("/v1/reservations/res_same") for _ in range(2)]
    assert len({answer.json()["request_id"] for answer in answers}) == 4
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
        assert answer.json()["request_id"] == answer.headers["Request-Id"]


def test_in_front_of_django_only_what_was_refused_is_refused_and_in_the_same_words(tenant, tight):
    key = make_key(tenant)
    passed = []
    turnstile = Turnstile(lambda environ, start: passed.append(environ["PATH_INFO"]) or [b""])

    def ask(path="/v1/reservations/res_x", method="DELETE", secret=key, **headers):
        answer = []
        names = {"Host": "api.kaquan.localhost", "Authorization": f"Bearer {secret}", **headers}
        environ = RequestFactory(headers=names).generic(method, path).environ
        body = b"".join(turnstile(environ, lambda status, found: answer.extend((status, dict(found)))))
        return (answer[0], answer[1], json.loads(body)) if answer else None

    assert ask() is None
    assert api(key).delete("/v1/reservations/res_x").status_code == 404  # the last token: the next one is known
    status, headers, problem = ask()
    theirs = api(key).delete("/v1/reservations/res_x")
    assert status == "429 Too Many Requests"
    of_django = theirs.json()
    assert of_django.pop("request_log_url")  # what is refused in front of Django is in no log
    assert {**problem, "request_id": ""} == {**of_django, "request_id": ""}
    for name in ("Content-Type", "Retry-After", "RateLimit", "RateLimit-Policy"):
        assert headers[name] == theirs.headers[name]
    assert headers["Request-Id"] == problem["request_id"] != theirs.json()["request_id"]
    assert ask(**{"Accept-Language": "zh-CN"})[2]["title"] == "请求过多"
    assert len(passed) == 1
    others = [ask(path="/v1/ping"), ask(method="GET"), ask(secret=make_key(tenant)), ask(secret="")]
    assert others == [None] * 4
    time.sleep(1)
    assert (
        api(key).delete("/v1/reservations/res_y").status_code == 404
    )  # as another process would take the token that came
    assert ask()[0] == "429 Too Many Requests"
    assert len(passed) == 5
    time.sleep(1)
    assert ask() is None


def test_one_merchant_s_storm_refuses_nobody_else_and_no_other_mode(tight, tenant, other_tenant):
    limit(other_tenant)
    another, other, twin = (
        api(make_key(tenant)),
        api(make_key(other_tenant)),
        api(make_key(tenant, livemode=False)),
    )
    for client in (another, other, twin):  # keys read, twin made
        client.get("/v1/ping")
    answers = [client.delete("/v1/reservations/res_x") for client in (tight, tight, another, other, twin)]
    assert [answer.status_code for answer in answers] == [404, 429, 429, 404, 404]
    assert answers[3].headers["RateLimit"] == '"write";r=24;t=1'
    assert answers[4].headers["RateLimit"] == '"write";r=0;t=1'


def test_a_plan_takes_effect_within_five_seconds(client, tenant, monkeypatch):
    assert authenticate.TTL <= 5
    assert "RateLimit" not in client.get("/v1/ping").headers
    limit(tenant)
    later = time.monotonic() + authenticate.TTL
    monkeypatch.setattr("tenants.access.authenticate.time.monotonic", lambda: later)
    assert "RateLimit" in client.get("/v1/ping").headers


def test_a_known_key_is_not_read_again_for_its_plan(limited, django_assert_num_queries):
    limited.get("/v1/ping")  # the merchant's first call, which pins its version
    limited.get("/v1/ping")
    with django_assert_num_queries(0):
        assert limited.get("/v1/ping").status_code == 200


def test_limits_can_be_read_before_they_are_met(limited):
    default = {"read": 100, "write": 25, "reveal": 10, "redeem": 20, "concurrency": 20, "key_share": 100}
    assert limited.get("/v1/meta").json()["rate_limits"] == default
    assert limited.get("/v1/ping").json()["rate_limits"] == default


def test_the_document_names_the_limit_of_each_operation_and_its_headers(limited):
    document = limited.get("/v1/openapi.json").json()
    shared = document["components"]["responses"]
    assert {"RateLimit-Policy", "RateLimit", "Retry-After"} <= set(document["components"]["headers"])
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            answers = {
                status: shared[answer["$ref"].rpartition("/")[2]] if "$ref" in answer else answer
                for status, answer in operation["responses"].items()
            }
            headers = {status: set(answer.get("headers", {})) for status, answer in answers.items()}
            assert "Retry-After" in headers["429"], path
            if operation["operationId"] != "get_meta":
                assert all(found >= {"RateLimit-Policy", "RateLimit"} for found in headers.values()), (method, path)
                assert "Rate limit: `" in operation["description"], (method, path)
    described = document["paths"]["/v1/issuances"]["post"]["description"]
    assert "Rate limit: `write`" in described
