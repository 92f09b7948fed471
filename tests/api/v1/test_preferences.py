"""``Prefer`` (RFC 7240) on what can be answered 202."""

import pytest

from merchant_api.preferences import Preferences, read_preferences
from platform_core.tenancy.context import tenant_context
from tenants.access.limits import KeyLimits
from tenants.access.services.create_api_key import create_api_key
from tests.api.v1.cards import JSON, problem
from tests.world import api, now, stock


class Asked:
    def __init__(self, header):
        self.META = {} if header is None else {"HTTP_PREFER": header}


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, Preferences()),
        ("", Preferences()),
        ("respond-async", Preferences(True)),
        ("Respond-Async", Preferences(True)),
        ("wait=10", Preferences(wait=10)),
        ('wait = "10"', Preferences(wait=10)),
        ("WAIT=7; soon", Preferences(wait=7)),
        ("respond-async, wait=100", Preferences(True, 30)),
        ("wait=3, wait=9", Preferences(wait=3)),
        ('handling=lenient, return=minimal; foo="a, respond-async", wait=0', Preferences(wait=0)),
        ('foo="respond-async, wait=1"', Preferences()),
        ("wait=-1", Preferences()),
        ("wait=soon, respond-async", Preferences(True)),
        ("wait", Preferences()),
        ("wait=1.5", Preferences()),
        ("wait=٣", Preferences()),
        ('=,;,,"', Preferences()),
    ],
)
def test_the_header_is_read_as_the_rfc_writes_it(header, wanted):
    assert read_preferences(Asked(header)) == wanted


def issue(client, shelf, quantity=1, *, number="P-1", prefer=None, key=None, include="", **body):
    headers = {name: value for name, value in {"Prefer": prefer, "Idempotency-Key": key}.items() if value}
    body = {"external_id": number, "lines": [{"sku": shelf.sku_id, "quantity": quantity}], **body}
    return client.post(f"/v1/issuances{include}", body, content_type=JSON, headers=headers)


def applied(answer):
    return answer.headers.get("Preference-Applied")


def test_a_small_issuance_is_answered_202_when_that_is_preferred_and_so_are_its_repeats(client, tenant, shelf):
    stock(tenant, shelf, 2)
    first = issue(client, shelf, prefer="respond-async", key="k")
    assert (first.status_code, applied(first)) == (202, "respond-async")
    assert first.headers["Location"] == f"/v1/issuances/{first.json()['id']}"
    assert first.headers["Retry-After"] == "1"
    operation = client.get(f"/v1/operations/{first.json()['operation']}").json()
    assert (operation["status"], operation["result"]["issuance"]) == ("succeeded", first.json()["id"])
    for prefer in (None, "respond-async"):
        again = issue(client, shelf, prefer=prefer, key="k")
        assert (again.status_code, again.json()["id"]) == (202, first.json()["id"])
        assert again.json()["operation"] == first.json()["operation"]
        assert again.headers["Idempotent-Replayed"] == "true"
    by_number = issue(client, shelf, prefer="respond-async")
    assert (by_number.status_code, applied(by_number)) == (200, None)


def test_a_repeat_is_answered_like_the_first_whatever_it_prefers(client, tenant, shelf):
    stock(tenant, shelf, 1)
    assert issue(client, shelf, key="k").status_code == 201
    again = issue(client, shelf, prefer="respond-async", key="k")
    assert (again.status_code, applied(again)) == (201, None)


@pytest.mark.parametrize("prefer", ["wait=10", "respond-async, wait=10"])
def test_a_large_issuance_is_answered_when_it_is_done(client, tenant, shelf, prefer):
    stock(tenant, shelf, 101)
    first = issue(client, shelf, 101, prefer=prefer, key="k")
    assert (first.status_code, first.json()["status"], applied(first)) == (201, "completed", "wait=10")
    assert "Retry-After" not in first.headers
    again = issue(client, shelf, 101, key="k")
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])


def test_without_a_preference_nothing_changes(client, tenant, shelf):
    stock(tenant, shelf, 102)
    for prefer in (None, "return=minimal", "wait=x"):
        answer = issue(
            client, shelf, number=f"S-{prefer and len(prefer)}", prefer=prefer, quantity=1 if prefer else 100
        )
        assert (answer.status_code, applied(answer)) == (201, None)


def test_a_large_one_without_preference_is_202(client, tenant, shelf):
    stock(tenant, shelf, 101)
    answer = issue(client, shelf, 101)
    assert (answer.status_code, applied(answer)) == (202, None)


def test_a_waiting_issuance_that_is_served_at_once_is_201_and_stays_so(client, tenant, shelf):
    stock(tenant, shelf, 2)
    first = issue(client, shelf, 2, prefer="wait=5", key="k", include="?include=codes", fulfillment_policy="backorder")
    assert (first.status_code, applied(first), len(first.json()["codes"]["data"])) == (201, "wait=5", 2)
    assert issue(client, shelf, 2, key="k", fulfillment_policy="backorder").status_code == 201


def test_limits_of_the_key_hold_however_the_answer_is_preferred(tenant, shelf):
    stock(tenant, shelf, 4)

    def limited(**limits):
        with tenant_context(tenant):
            return api(
                create_api_key(
                    name="l", livemode=True, tenant_code=tenant.code, now=now(), limits=KeyLimits(**limits)
                ).secret
            )

    for number, prefer in enumerate(("respond-async", "wait=5")):
        for which, limits in enumerate(({"max_amount": 1}, {"product_ids": [shelf.sku.id]}, {"daily_quota": 1})):
            answer = issue(limited(**limits), shelf, 2, number=f"L-{number}-{which}", prefer=prefer)
            assert answer.json()["code"] in {"quota_exceeded", "product_not_permitted"}
            assert (answer.json()["outcome"], applied(answer)) == ("not_executed", None)


def batch(client, shelf, prefer, key, **more):
    issuances = [{"external_id": f"{key}-{n}", "lines": [{"sku": shelf.sku_id, "quantity": 1}]} for n in range(2)]
    headers = {"Idempotency-Key": key, "Prefer": prefer}
    return client.post("/v1/issuance_batches", {"issuances": issuances, **more}, content_type=JSON, headers=headers)


def test_a_small_whole_batch_is_left_to_its_job_when_that_is_preferred(client, tenant, shelf):
    stock(tenant, shelf, 4)
    later = batch(client, shelf, "respond-async", "b1", atomicity="all_or_nothing")
    assert (later.status_code, applied(later), later.json()["status"]) == (202, "respond-async", "queued")
    again = batch(client, shelf, "return=minimal", "b1", atomicity="all_or_nothing")
    assert (again.status_code, again.json()["id"]) == (202, later.json()["id"])
    at_once = batch(client, shelf, "wait=5", "b2", atomicity="all_or_nothing")
    assert (at_once.status_code, applied(at_once), at_once.json()["status"]) == (200, "wait=5", "completed")


def test_a_batch_that_cannot_be_made_is_refused_as_before(client, tenant, shelf):
    stock(tenant, shelf, 1)
    refused = batch(client, shelf, "wait=5", "b3", atomicity="all_or_nothing")
    assert (refused.status_code, refused.json()["code"], applied(refused)) == (409, "batch_refused", None)
    problem(refused, 409, "batch_refused")
