"""Which version a call is in, what the account is pinned to, and what older versions are told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.http import parse_http_date

from merchant_api.versions import calendar
from merchant_api.versions.calendar import CURRENT, VERSIONS
from merchant_api.versions.chain import transform, transform_parts
from merchant_api.versions.deprecation import Deprecation
from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tenants.access.authenticate import forget_keys
from tenants.access.models import ApiVersionPin
from tenants.access.services.change_api_version import change_api_version
from tenants.access.services.pin_api_version import pin_api_version
from tenants.issuance.models import Issuance
from tests.world import api, make_key, make_shelf, stock

PAST = "2026-11-24"


def post(client, body, path="/v1/issuances", **headers):
    return client.post(path, body, content_type="application/json", headers=headers)


def at(version, **headers):
    return {"Kaquan-Version": version, **headers}


def pinned(tenant):
    with tenant_context(tenant):
        return list(ApiVersionPin.objects.values_list("version", flat=True))


def test_every_answer_names_its_version_refusals_too(client):
    for path, headers, version in [
        ("/v1/ping", {}, CURRENT),
        ("/v1/ping", at(PAST), PAST),
        ("/v1/issuances/iss_x", at(PAST), PAST),
        ("/v1/nothing", {}, None),
        ("/v1/meta", {}, CURRENT),
        ("/v1/meta", at(PAST), PAST),
    ]:
        assert client.get(path, headers=headers).headers.get("Kaquan-Version") == version, (path, headers)
    assert client.get("/v1/ping", headers=at(PAST)).json()["version"] == PAST
    assert "Kaquan-Version" in client.get("/v1/ping").headers["Vary"]


@pytest.mark.parametrize("wrong", ["2026-12-02", "latest", "1", "", "x" * 300])
def test_a_version_that_never_was_is_refused_and_those_that_are_are_named(client, wrong):
    answer = client.get("/v1/ping", headers=at(wrong))
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["outcome"]) == (400, "version_unknown", "not_executed")
    assert CURRENT in problem["detail"]
    assert len(problem["detail"]) < 200


def test_a_version_that_was_removed_says_so_even_to_those_who_are_pinned_to_it(client, tenant, monkeypatch):
    gone = (*VERSIONS[:-1], VERSIONS[-1]._replace(removed=True))
    client.get("/v1/ping")
    monkeypatch.setattr(calendar, "VERSIONS", gone)
    answer = client.get("/v1/ping", headers=at(PAST))
    assert (answer.status_code, answer.json()["code"]) == (410, "version_removed")
    assert client.get(f"/v1/openapi/{PAST}.json").status_code == 410
    with tenant_context(tenant):
        change_api_version(version=PAST, by="owner", now=now())
    forget_keys()
    assert client.get("/v1/ping").status_code == 410
    assert client.get("/v1/ping", headers=at(CURRENT)).status_code == 200


def test_the_first_call_pins_the_account_live_and_test_alike_and_later_calls_leave_it(tenant):
    assert pinned(tenant) == []
    live, test = api(make_key(tenant)), api(make_key(tenant, livemode=False))
    assert live.get("/v1/ping", headers=at(PAST)).headers["Kaquan-Version"] == PAST
    assert pinned(tenant) == [CURRENT]  # a header is for one call
    with tenant_context(tenant):
        change_api_version(version=PAST, by="owner", now=now())
        assert pin_api_version(version=CURRENT, now=now()) == PAST  # whoever comes second goes by the first
    forget_keys()
    assert live.get("/v1/ping").headers["Kaquan-Version"] == PAST
    assert test.get("/v1/ping").headers["Kaquan-Version"] == PAST
    assert test.get("/v1/ping", headers=at(CURRENT)).json()["version"] == CURRENT
    assert pinned(tenant) == [PAST]


def test_pins_of_merchants_are_their_own(tenant, other_tenant):
    with tenant_context(tenant):
        change_api_version(version=PAST, by="owner", now=now())
    assert api(make_key(other_tenant)).get("/v1/ping").headers["Kaquan-Version"] == CURRENT
    assert (pinned(tenant), pinned(other_tenant)) == ([PAST], [CURRENT])


def test_a_refused_first_call_pins_nothing(tenant):
    assert api(make_key(tenant, scopes=[])).get("/v1/products").status_code == 403
    assert pinned(tenant) == []


def test_the_pin_costs_no_statement_once_the_key_is_known(client):
    client.get("/v1/ping")
    client.get("/v1/ping")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/v1/ping")
        client.get("/v1/ping", headers=at(PAST))
    assert [query["sql"] for query in queries if "apiversionpin" in query["sql"]] == []
    forget_keys()
    with CaptureQueriesContext(connection) as queries:
        client.get("/v1/ping")
    assert len([query for query in queries if "apiversionpin" in query["sql"]]) == 1  # with the key, in one statement


def test_answers_to_an_older_version_say_since_when_and_until_when(client):
    answer = client.get("/v1/ping", headers=at(PAST))
    since = dt.datetime.fromtimestamp(int(answer.headers["Deprecation"].removeprefix("@")), dt.UTC)
    until = dt.datetime.fromtimestamp(parse_http_date(answer.headers["Sunset"]), dt.UTC)
    assert since.date().isoformat() == CURRENT
    assert (until - since).days >= 730
    link = answer.headers["Link"].split(";")[0].strip("<>")
    assert 'rel="deprecation"' in answer.headers["Link"]
    assert client.get(link).status_code == 200
    current = client.get("/v1/ping").headers
    assert {"Deprecation", "Sunset", "Link"}.isdisjoint(current)


def test_every_older_version_is_answered_for_at_least_24_months():
    assert VERSIONS[0].state == "current"
    for version in VERSIONS[1:]:
        assert version.sunset_at.year * 12 + version.sunset_at.month >= (
            version.deprecated_at.year * 12 + version.deprecated_at.month + 24
        )
    assert [version.name for version in VERSIONS] == sorted((version.name for version in VERSIONS), reverse=True)


def test_an_operation_on_its_way_out_says_so_in_every_version(client, monkeypatch):
    from merchant_api.v1.meta.views import Ping

    moment = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    leaving = Deprecation(moment, moment.replace(year=2029), "/versions")
    monkeypatch.setattr(Ping, "deprecations", {"GET": leaving})
    answer = client.get("/v1/ping")
    assert answer.headers["Deprecation"] == f"@{int(moment.timestamp())}"
    assert answer.headers["Sunset"] == "Mon, 01 Jan 2029 00:00:00 GMT"


def test_meta_says_which_versions_there_are_in_the_form_of_the_callers_version(client):
    versions = client.get("/v1/meta").json()["versions"]
    assert [(each["version"], each["state"]) for each in versions] == [(CURRENT, "current"), (PAST, "deprecated")]
    for each in versions:
        assert client.get(each["document_url"]).json()["info"]["version"] == each["version"]
    assert client.get("/v1/meta", headers=at(PAST)).json()["versions"] == [CURRENT, PAST]
    assert client.get("/v1/openapi.json").json() == client.get(f"/v1/openapi/{CURRENT}.json").json()
    assert client.get("/v1/openapi/2020-01-01.json").json()["code"] == "version_unknown"


def test_a_replay_is_in_the_version_of_the_caller_now(tenant):
    twin = ensure_twin(live=tenant, now=now())
    shelf = make_shelf(twin)
    stock(twin, shelf, 9)
    client, body = api(make_key(tenant, livemode=False)), {"lines": [{"sku": shelf.sku_id, "quantity": 1}]}
    with tenant_context(tenant):
        change_api_version(version=PAST, by="owner", now=now())
    first = post(client, body, **{"Idempotency-Key": "v-1"})
    assert (first.status_code, first.json()["external_id"]) == (201, None)
    with tenant_context(tenant):
        change_api_version(version=CURRENT, by="owner", now=now())
    forget_keys()
    read = client.get(f"/v1/issuances/{first.json()['id']}").json()
    assert read["external_id"].startswith("unnumbered:")
    assert client.get(f"/v1/issuances/{read['id']}", headers=at(PAST)).json()["external_id"] is None
    refused = post(client, body, **{"Idempotency-Key": "v-2"})
    assert (refused.status_code, refused.json()["param"]) == (400, "external_id")
    with tenant_context(twin):
        assert Issuance.objects.count() == 1


def test_the_same_number_in_another_version_is_another_request_and_nothing_is_issued_twice(tenant, shelf, client):
    stock(tenant, shelf, 9)
    body = {"external_id": "V-1", "lines": [{"sku": shelf.sku_id, "quantity": 1}]}
    first = post(client, body, **at(PAST))
    again = post(client, body, **at(PAST))
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    other = post(client, body, **at(CURRENT))
    problem = other.json()
    assert (other.status_code, problem["code"], problem["outcome"]) == (409, "external_id_conflict", "executed")
    assert problem["existing_id"] == first.json()["id"]
    assert "Kaquan-Version" in problem["detail"]
    with tenant_context(tenant):
        assert Issuance.objects.count() == 1


def test_a_retry_that_meets_a_new_pin_is_the_same_request(tenant, shelf, client):
    stock(tenant, shelf, 9)
    body = {"external_id": "V-2", "lines": [{"sku": shelf.sku_id, "quantity": 1}]}
    first = post(client, body, **{"Idempotency-Key": "p-1"})
    with tenant_context(tenant):
        change_api_version(version=PAST, by="owner", now=now())
    forget_keys()
    again = post(client, body, **{"Idempotency-Key": "p-1"})
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert (first.headers["Kaquan-Version"], again.headers["Kaquan-Version"]) == (CURRENT, PAST)


def test_the_words_of_a_downgraded_refusal_are_in_the_language_of_the_caller(tenant, shelf, client):
    stock(tenant, shelf, 1)
    body = {"external_id": "V-3", "lines": [{"sku": shelf.sku_id, "quantity": 1}], "currency": "USD"}
    answer = post(client, body, **at(PAST, **{"Accept-Language": "zh-CN"}))
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["title"]) == (400, 400, "参数无效")
    assert problem["doc_url"].endswith("/errors/invalid_parameter")
    now_ = post(client, body, **at(CURRENT))
    assert (now_.status_code, now_.json()["code"]) == (409, "currency_mismatch")


def test_a_merchants_own_words_are_not_transformed():
    hidden = "unnumbered:" + "0" * 32
    issuance = {"object": "issuance", "external_id": hidden, "metadata": {"object": "issuance", "external_id": hidden}}
    shown = transform("issuance", issuance, PAST)
    assert shown["external_id"] is None
    assert shown["metadata"] == issuance["metadata"]
    assert issuance["external_id"] == hidden  # what is rendered is left as it is
    event = {"object": "event", "data": {"object": issuance}}
    assert transform_parts(event, PAST)["data"]["object"]["external_id"] is None
    assert transform_parts(event, CURRENT) == event


def test_the_page_lists_every_version_and_change_in_both_languages(client):
    page = client.get("/versions").content.decode()
    for version in VERSIONS:
        assert f'id="{version.name}"' in page
        for change in version.changes:
            assert change.title_zh in page
            assert change.title_en.replace("'", "&#x27;") in page
    assert client.get(f"/reference/{PAST}").status_code == 200
    assert client.get("/reference/2020-01-01").status_code == 404
