"""Answers on demand: the real ones, for test keys alone; and answers that get lost after all was done."""

import pytest

from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tenants.issuance.models import Issuance
from tests.api.v1.cards import JSON
from tests.api.v1.testing import arrives, order, skus
from tests.world import api, make_key, make_shelf, stock


def test_it_fails_after_it_was_done_and_the_retry_says_what(tester, tenant):
    failed = order(tester, "sku_test_fail_after_execute")
    problem = failed.json()
    assert (failed.status_code, problem["code"], problem["outcome"]) == (500, "internal_error", "executed")
    again = order(tester, "sku_test_fail_after_execute")
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")
    assert again.json()["id"] == problem["existing_id"]
    assert len(again.json()["codes"]["data"]) == 1
    with tenant_context(ensure_twin(live=tenant, now=now())):
        assert Issuance.objects.count() == 1


@pytest.mark.parametrize(
    ("sku", "simulate"), [("sku_test_lost_response", None), ("sku_test_ok", "timeout_after_commit")]
)
def test_the_answer_is_lost_after_the_commit_and_the_retry_brings_it(tester, tenant, sku, simulate):
    assert not arrives(order(tester, sku, simulate=simulate))
    with tenant_context(ensure_twin(live=tenant, now=now())):
        made = Issuance.objects.get()
    again = order(tester, sku, simulate=simulate)  # a library repeats the same headers
    assert arrives(again)
    assert (again.headers["Idempotent-Replayed"], again.json()["external_id"]) == ("true", made.external_id)


def test_a_refusal_is_not_lost(tester):
    refused = order(tester, "sku_test_oos", simulate="timeout_after_commit")
    assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_stock")


def test_simulated_problems_are_the_real_ones(tester, tenant):
    listed, shelf = skus(tester), make_shelf(tenant)
    real = order(api(make_key(tenant)), shelf.sku_id, 3)
    simulated = order(tester, "sku_test_ok", 3, simulate="insufficient_stock")
    keys = {"type", "title", "status", "code", "outcome", "retryable", "param"}
    assert {key: real.json()[key] for key in keys} == {key: simulated.json()[key] for key in keys}
    assert real.headers["Retry-After"] == simulated.headers["Retry-After"]
    assert real.json()["errors"][0]["meta"].keys() == simulated.json()["errors"][0]["meta"].keys()
    assert simulated.json()["detail"] == f"{listed['sku_test_ok']['id']} has 0 available, 3 requested."
    for wanted, status, outcome in (("rate_limited", 429, "not_executed"), ("internal_error", 500, "unknown")):
        answer = tester.get("/v1/ping", headers={"Kaquan-Simulate": wanted})
        assert (answer.status_code, answer.json()["outcome"]) == (status, outcome)
        assert int(answer.headers["Retry-After"]) >= 1
        assert answer.headers["Content-Type"] == "application/problem+json"
    with tenant_context(ensure_twin(live=tenant, now=now())):
        assert not Issuance.objects.exists()


@pytest.mark.parametrize(
    ("method", "path", "value"),
    [
        ("POST", "/v1/issuances", "nonsense"),
        ("POST", "/v1/issuances", ""),
        ("GET", "/v1/ping", "timeout_after_commit"),
        ("GET", "/v1/issuances", "insufficient_stock"),
        ("POST", "/v1/quotes", "insufficient_stock"),
    ],
)
def test_what_makes_no_sense_is_not_simulated(tester, method, path, value):
    answer = tester.generic(method, path, b"{}", content_type=JSON, headers={"Kaquan-Simulate": value})
    assert (answer.status_code, answer.json()["param"]) == (400, "Kaquan-Simulate")


def test_a_live_key_cannot_simulate_and_does_nothing(client, tenant, shelf):
    stock(tenant, shelf, 3)
    answer = order(client, shelf.sku_id, simulate="timeout_after_commit")
    assert (answer.status_code, answer.json()["param"]) == (400, "Kaquan-Simulate")
    with tenant_context(tenant):
        assert not Issuance.objects.exists()


def test_the_document_offers_a_simulation_only_where_it_makes_sense(client):
    document = client.get("/v1/openapi.json").json()
    components = document["components"]["parameters"]

    def offered(method, path):
        refs = [each.get("$ref", "").rpartition("/")[2] for each in document["paths"][path][method]["parameters"]]
        found = [components[ref] for ref in refs if ref and components[ref]["name"] == "Kaquan-Simulate"]
        return [set(each["schema"]["enum"]) for each in found]

    always = {"rate_limited", "internal_error"}
    assert offered("get", "/v1/ping") == offered("get", "/v1/issuances") == [always]
    assert offered("post", "/v1/quotes") == [always | {"timeout_after_commit"}]
    assert offered("post", "/v1/issuances") == [always | {"timeout_after_commit", "insufficient_stock"}]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert bool(offered(method, path)) == bool(any(operation.get("security", []))), (method, path)
