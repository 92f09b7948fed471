"""API keys through the API: made, limited, rolled, revoked; the secret is seen once."""

import datetime as dt

import pytest
from django.test import override_settings

from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.access.enums import FULL_ACCESS
from tenants.access.models import ApiKey, KeyUsage
from tests.world import api, make_key, make_shelf, now, stock

MANAGER = ("keys:manage",)


@pytest.fixture
def manager(tenant):
    """A key from the back office that may manage keys."""
    return api(make_key(tenant, scopes=MANAGER))


def create(manager, status=201, headers=None, **body):
    answer = manager.post(
        "/v1/api_keys", {"name": "till", **body}, content_type="application/json", headers=headers or {}
    )
    assert answer.status_code == status, answer.content
    return answer.json()


def problem(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    return answer.json()


def issue(client, sku, number, quantity=1):
    body = {"external_id": number, "lines": [{"sku": public_id("sku", sku.id), "quantity": quantity}]}
    return client.post("/v1/issuances", body, content_type="application/json")


def test_a_new_key_works_and_its_secret_is_never_shown_again(tenant, manager):
    made = create(manager, preset="pos_redeemer")
    assert made["secret"].startswith("kq_live_")
    assert api(made["secret"]).get("/v1/ping").json()["scopes"] == ["codes:redeem", "codes:validate"]
    shown = manager.get(f"/v1/api_keys/{made['id']}").json()
    assert shown == {**made, "secret": None, "last_used_at": shown["last_used_at"], "last_used_ip": "127.0.0.1"}
    listed = manager.get("/v1/api_keys").json()["data"]
    assert listed[0] == shown
    assert made["secret"] not in str(listed)


def test_a_repeated_creation_answers_the_same_key_without_its_secret(manager):
    first = create(manager, headers={"Idempotency-Key": "till-1"})
    again = create(manager, headers={"Idempotency-Key": "till-1"})
    assert again == {**first, "secret": None}
    other = manager.post(
        "/v1/api_keys", {"name": "x"}, content_type="application/json", headers={"Idempotency-Key": "till-1"}
    )
    problem(other, 422, "idempotency_key_reused")


def test_only_a_key_that_a_person_made_may_manage_keys(tenant, manager):
    problem(api(make_key(tenant, scopes=FULL_ACCESS)).get("/v1/api_keys"), 403, "scope_missing")
    create(manager, status=400, scopes=["keys:manage"])
    create(manager, status=400, preset="key_manager")
    made = create(manager)
    assert "keys:manage" not in made["scopes"]
    with tenant_context(tenant):  # what no endpoint does: a machine's key with the right
        ApiKey.objects.filter(last_four=made["last_four"]).update(scopes=["keys:manage"])
    problem(api(made["secret"]).get("/v1/api_keys"), 403, "scope_missing")


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"ip_allowlist": ["10.0.0.0/8", "nonsense"]}, "ip_allowlist[1]"),
        ({"ip_allowlist": ["10.0.0.1/8"]}, "ip_allowlist[0]"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"daily_quota": 0}, "daily_quota"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["codes:steal"]}, "scopes[0]"),
        ({"scopes": ["codes:read"], "preset": "full"}, "preset"),
        ({"products": ["sku_x"]}, "products[0]"),
        ({"nmae": "x"}, "nmae"),
    ],
)
def test_a_limit_that_makes_no_sense_is_named(manager, body, param):
    answer = manager.post("/v1/api_keys", {"name": "till", **body}, content_type="application/json")
    assert answer.status_code in {400, 404}
    assert answer.json()["param"] == param
    assert len(manager.get("/v1/api_keys").json()["data"]) == 1  # the manager itself


def test_a_key_is_refused_from_elsewhere_and_told_its_address(tenant, manager):
    made = create(manager, ip_allowlist=["192.0.2.0/24", "2001:db8::/32"])
    key = api(made["secret"])
    refused = problem(key.get("/v1/ping", REMOTE_ADDR="203.0.113.9"), 403, "ip_not_allowed")
    assert refused["ip"] == "203.0.113.9"
    for inside in ("192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1"):
        assert key.get("/v1/ping", REMOTE_ADDR=inside).status_code == 200
    problem(key.get("/v1/ping", REMOTE_ADDR="::ffff:203.0.113.9"), 403, "ip_not_allowed")


def test_a_forged_header_does_not_open_an_address_limit(tenant, manager):
    made = create(manager, ip_allowlist=["192.0.2.0/24"])
    forged = {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}
    problem(api(made["secret"]).get("/v1/ping", **forged), 403, "ip_not_allowed")


def test_a_key_is_judged_by_what_our_own_proxy_saw(tenant, manager):
    made = create(manager, ip_allowlist=["192.0.2.0/24"])
    with override_settings(TRUSTED_PROXIES=("203.0.113.0/24",)):
        through = api(made["secret"])  # a new handler, which reads the setting
        seen = {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "10.9.9.9, 192.0.2.7"}
        assert through.get("/v1/ping", **seen).json()["ip"] == "192.0.2.7"
        forged = {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "192.0.2.7, 198.51.100.1"}
        problem(through.get("/v1/ping", **forged), 403, "ip_not_allowed")


def test_a_key_issues_its_own_products_only(tenant, manager):
    mine, other = make_shelf(tenant), make_shelf(tenant)
    stock(tenant, mine, 5)
    stock(tenant, other, 5)
    made = create(manager, products=[public_id("prod", mine.sku.product_id)])
    key = api(made["secret"])
    assert issue(key, mine.sku, "P-1").status_code == 201
    refused = problem(issue(key, other.sku, "P-2"), 403, "product_not_permitted")
    assert refused["param"] == "lines[0].sku"
    assert refused["outcome"] == "not_executed"


def test_a_call_above_the_amount_of_the_key_is_refused(tenant, manager):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 5)
    key = api(create(manager, max_amount=2 * shelf.sku.price)["secret"])
    assert issue(key, shelf.sku, "A-1", 2).status_code == 201
    problem(issue(key, shelf.sku, "A-2", 3), 402, "quota_exceeded")


def test_a_daily_quota_counts_what_was_issued_and_begins_anew_the_next_day(tenant, manager, time_machine):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 30)
    key = api(create(manager, daily_quota=5)["secret"])
    assert issue(key, shelf.sku, "Q-1", 3).status_code == 201
    refused = problem(issue(key, shelf.sku, "Q-2", 3), 402, "quota_exceeded")
    assert refused["errors"][0]["meta"] == {"quota": "daily_quota", "limit": 5}
    assert issue(key, shelf.sku, "Q-3", 2).status_code == 201
    assert issue(key, shelf.sku, "Q-3", 2).status_code == 200  # a repeat costs nothing
    problem(issue(key, shelf.sku, "Q-4", 1), 402, "quota_exceeded")
    time_machine.move_to(now() + dt.timedelta(days=1))
    assert issue(key, shelf.sku, "Q-4", 5).status_code == 201


def test_a_refused_issue_uses_no_quota(tenant, manager):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 2)
    key = api(create(manager, daily_quota=5)["secret"])
    problem(issue(key, shelf.sku, "R-1", 3), 409, "insufficient_stock")
    with tenant_context(tenant):
        assert not KeyUsage.objects.exists()
    assert issue(key, shelf.sku, "R-2", 2).status_code == 201


def test_a_rolled_key_and_its_successor_work_until_the_overlap_is_over(tenant, manager, time_machine):
    old = create(manager, scopes=["codes:read"], ip_allowlist=["127.0.0.1"], daily_quota=9)
    answer = manager.post(f"/v1/api_keys/{old['id']}/roll", {"overlap_seconds": 3600}, content_type="application/json")
    assert answer.status_code == 201
    assert "no-store" in answer.headers["Cache-Control"]
    new = answer.json()
    assert new["secret"] != old["secret"]
    kept = ("name", "scopes", "ip_allowlist", "daily_quota", "livemode", "made_by")
    assert [new[field] for field in kept] == [old[field] for field in kept]
    assert new["rolled_from"] == old["id"]
    assert [api(key["secret"]).get("/v1/ping").status_code for key in (old, new)] == [200, 200]
    time_machine.move_to(now() + dt.timedelta(hours=1, seconds=1))
    problem(api(old["secret"]).get("/v1/ping"), 401, "api_key_expired")
    assert api(new["secret"]).get("/v1/ping").status_code == 200
    again = manager.post(f"/v1/api_keys/{old['id']}/roll", {}, content_type="application/json")
    problem(again, 409, "key_not_usable")


def test_a_repeated_roll_makes_one_successor(manager):
    old = create(manager)
    answers = [
        manager.post(
            f"/v1/api_keys/{old['id']}/roll", {}, content_type="application/json", headers={"Idempotency-Key": "r"}
        ).json()
        for _ in range(2)
    ]
    assert answers[1] == {**answers[0], "secret": None}
    assert len(manager.get("/v1/api_keys").json()["data"]) == 3


def test_a_roll_without_overlap_stops_the_old_secret_at_once(manager):
    old = create(manager)
    manager.post(f"/v1/api_keys/{old['id']}/roll", {"overlap_seconds": 0}, content_type="application/json")
    problem(api(old["secret"]).get("/v1/ping"), 401, "api_key_expired")


def test_a_manager_that_was_rolled_has_a_successor_that_may_manage(tenant, manager):
    me = manager.get("/v1/ping").json()["key_id"]
    new = manager.post(f"/v1/api_keys/{me}/roll", {}, content_type="application/json").json()
    assert api(new["secret"]).get("/v1/api_keys").status_code == 200


def test_a_revoked_key_is_refused_at_once_and_stays_in_the_list(manager):
    made = create(manager)
    assert manager.delete(f"/v1/api_keys/{made['id']}").json()["status"] == "revoked"
    problem(api(made["secret"]).get("/v1/ping"), 401, "api_key_revoked")
    revoked_at = manager.get(f"/v1/api_keys/{made['id']}").json()["revoked_at"]
    assert manager.delete(f"/v1/api_keys/{made['id']}").json()["revoked_at"] == revoked_at
    changed = manager.patch(f"/v1/api_keys/{made['id']}", {"name": "x"}, content_type="application/json")
    problem(changed, 409, "key_not_usable")


def test_a_changed_key_goes_by_its_new_limits_at_once(tenant, manager):
    made = create(manager, scopes=["codes:read"], daily_quota=5)
    key = api(made["secret"])
    assert key.get("/v1/ping").json()["scopes"] == ["codes:read"]
    body = {"name": "till 2", "scopes": ["catalog:read"], "ip_allowlist": ["192.0.2.1"], "daily_quota": None}
    changed = manager.patch(f"/v1/api_keys/{made['id']}", body, content_type="application/json").json()
    assert [changed[name] for name in body] == ["till 2", ["catalog:read"], ["192.0.2.1/32"], None]
    problem(key.get("/v1/ping"), 403, "ip_not_allowed")
    assert key.get("/v1/ping", REMOTE_ADDR="192.0.2.1").json()["scopes"] == ["catalog:read"]


def test_a_test_key_sees_and_makes_test_keys_only(tenant, manager):
    live = create(manager)
    tester = api(make_key(tenant, livemode=False, scopes=MANAGER))
    made = create(tester)
    assert made["livemode"] is False
    assert made["secret"].startswith("kq_test_")
    assert live["id"] not in {row["id"] for row in tester.get("/v1/api_keys").json()["data"]}
    problem(tester.get(f"/v1/api_keys/{live['id']}"), 404, "resource_not_found")
    create(tester, status=403, livemode=True)


def test_keys_are_listed_by_mode_and_a_mode_that_is_none_is_refused(tenant, manager):
    create(manager, name="t", livemode=False)
    for mode, found in (("true", {True}), ("false", {False})):
        listed = manager.get("/v1/api_keys", {"livemode": mode}).json()["data"]
        assert {row["livemode"] for row in listed} == found
    refused = manager.get("/v1/api_keys", {"livemode": "yes"})
    assert (refused.status_code, refused.json()["param"]) == (400, "livemode")


def test_keys_of_another_shop_are_not_there(tenant, other_tenant, manager):
    with tenant_context(other_tenant):
        theirs = ApiKey.objects.create(
            name="theirs", livemode=True, secret_hash=bytes(32), last_four="xxxx", scopes=[], created_at=now()
        )
    path = f"/v1/api_keys/{public_id('key', theirs.id)}"
    for answer in (
        manager.get(path),
        manager.delete(path),
        manager.patch(path, {"name": "mine"}, content_type="application/json"),
        manager.post(f"{path}/roll", {}, content_type="application/json"),
    ):
        problem(answer, 404, "resource_not_found")
    with tenant_context(other_tenant):
        assert ApiKey.objects.get(pk=theirs.pk).revoked_at is None
