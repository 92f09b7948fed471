"""Codes for keys with an ``encryption_key``: as JWE that only its owner opens, in the clear nowhere."""

import json

import pytest
from joserfc.jwk import OctKey
from jwcrypto import jwe as other_jwe
from jwcrypto import jwk as other_jwk

from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.access.enums import FULL_ACCESS
from tenants.access.models import RequestLogEntry
from tenants.access.services.create_api_key import create_api_key
from tenants.issuance.models import Reveal
from tests.api.v1.cards import JSON, events_of, post, problem
from tests.world import api, make_key, now, stock

KINDS = {
    "RSA": {"kty": "RSA", "size": 2048},
    "EC": {"kty": "EC", "crv": "P-256"},
    "OKP": {"kty": "OKP", "crv": "X25519"},
}


def pair(kind="EC"):
    """A fresh key pair of a library that is not ours: the private key, and its public JWK."""
    made = other_jwk.JWK.generate(**KINDS[kind])
    return made, made.export_public(as_dict=True)


def opened(token, private):
    jwe = other_jwe.JWE()
    jwe.deserialize(token, private)
    return json.loads(jwe.payload), jwe.jose_header


def key_with(tenant, public, **more):
    with tenant_context(tenant):
        return create_api_key(
            name="sealed", livemode=True, tenant_code=tenant.code, now=now(), encryption_key=public, **more
        )


@pytest.fixture
def manager(tenant):
    return api(make_key(tenant, scopes=["keys:manage"]))


def issue(client, shelf, number="E-1", **headers):
    body = {"external_id": number, "lines": [{"sku": shelf.sku_id, "quantity": 2}]}
    return client.post("/v1/issuances?include=codes", body, content_type=JSON, headers=headers)


@pytest.mark.parametrize("kind", KINDS)
def test_another_library_opens_what_was_sealed_for_its_key(tenant, shelf, kind):
    stock(tenant, shelf, ["SEALED-0001", "SEALED-0002"])
    private, public = pair(kind)
    answer = issue(api(key_with(tenant, public).secret), shelf)
    assert answer.status_code == 201
    assert b"SEALED-000" not in answer.content
    codes = answer.json()["codes"]["data"]
    assert [code["code"] for code in codes] == ["", ""]
    assert len({code["jwe"] for code in codes}) == 2
    for code, plain in zip(codes, ("SEALED-0001", "SEALED-0002"), strict=True):
        inside, header = opened(code["jwe"], private)
        assert inside == {**{name: value for name, value in code.items() if name != "jwe"}, "code": plain}
        assert (header["enc"], header["kid"], header["cty"]) == ("A256GCM", private.thumbprint(), "json")
        assert header["alg"] == {"RSA": "RSA-OAEP-256"}.get(kind, "ECDH-ES")
        with pytest.raises(other_jwe.InvalidJWEData):
            opened(code["jwe"], pair(kind)[0])


def test_no_way_answers_such_a_key_in_the_clear(tenant, shelf):
    stock(tenant, shelf, ["SEALED-0001", "SEALED-0002"])
    private, public = pair()
    client = api(key_with(tenant, public).secret)
    first = issue(client, shelf, **{"Idempotency-Key": "same"})
    issued, code = first.json()["id"], first.json()["codes"]["data"][0]["id"]
    answers = [
        first,
        issue(client, shelf, **{"Idempotency-Key": "same"}),
        issue(client, shelf),
        client.get(f"/v1/issuances/{issued}/codes"),
        client.get(f"/v1/issuances/{issued}/codes?format=jwe"),
        post(client, f"/v1/codes/{code}/reveal", key="look"),
        post(client, f"/v1/codes/{code}/reveal", key="look"),
        post(client, f"/v1/codes/{code}/reveal?format=jwe"),
    ]
    for answer in answers:
        assert answer.status_code in {200, 201}, answer.content
        assert b"SEALED-000" not in answer.content
        assert b"eyJ" in answer.content
        assert answer.headers["Cache-Control"] == "no-store"
    assert opened(answers[5].json()["jwe"], private)[0]["code"] == "SEALED-0001"
    with tenant_context(tenant):
        assert Reveal.objects.count() == len(answers)
    assert [kind for kind, _ in events_of(tenant, issued)].count("code.revealed") == len(answers)
    problem(client.get(f"/v1/issuances/{issued}/codes?format=text"), 403, "plaintext_not_permitted")
    problem(post(client, f"/v1/issuances/{issued}/deliver", {"method": "link"}), 403, "plaintext_not_permitted")
    problem(
        post(client, "/v1/exports", {"type": "codes", "issuance": issued, "reveal": True}),
        403,
        "plaintext_not_permitted",
    )
    body = {"external_id": "E-9", "lines": [{"sku": shelf.sku_id, "quantity": 1}], "delivery": {"method": "link"}}
    problem(client.post("/v1/issuances", body, content_type=JSON), 403, "plaintext_not_permitted")
    assert post(client, "/v1/exports", {"type": "codes", "issuance": issued}).status_code == 202
    with tenant_context(tenant):
        kept = list(RequestLogEntry.objects.values_list("request_body", "response_body"))
    assert "SEALED-000" not in json.dumps(kept, default=str)


def test_a_link_made_with_another_key_is_not_told_to_such_a_key(client, tenant, shelf):
    stock(tenant, shelf, 2)
    body = {"external_id": "L-1", "lines": [{"sku": shelf.sku_id, "quantity": 2}], "delivery": {"method": "link"}}
    seen = client.post("/v1/issuances", body, content_type=JSON, headers={"Idempotency-Key": "l"}).json()["delivery"]
    assert seen["url"]
    sealed = api(key_with(tenant, pair()[1]).secret)
    again = post(sealed, "/v1/issuances", body, key="l")
    # It could not have made the link, so it is refused or not told.
    assert again.status_code == 403 or again.json()["delivery"]["url"] is None


def test_who_has_no_key_is_answered_as_before_and_told_so_when_it_asks_for_jwe(client, tenant, shelf):
    stock(tenant, shelf, 2)
    issued = issue(client, shelf).json()
    assert "jwe" not in issued["codes"]["data"][0]
    problem(client.get(f"/v1/issuances/{issued['id']}/codes?format=jwe"), 409, "encryption_key_missing")
    code = issued["codes"]["data"][0]["id"]
    problem(post(client, f"/v1/codes/{code}/reveal?format=jwe"), 409, "encryption_key_missing")
    for path in (f"/v1/issuances/{issued['id']}/codes?format=pgp", f"/v1/codes/{code}/reveal?format=text"):
        answer = client.get(path) if path.endswith("pgp") else post(client, path)
        assert (answer.status_code, answer.json()["param"]) == (400, "format")


def test_a_key_is_given_changed_and_taken_away_and_its_successor_has_it_too(manager, tenant):
    private, public = pair("RSA")
    made = manager.post("/v1/api_keys", {"name": "erp", "encryption_key": public}, content_type=JSON).json()
    stored = made["encryption_key"]
    assert stored == {
        "kty": "RSA",
        "n": public["n"],
        "e": public["e"],
        "use": "enc",
        "alg": "RSA-OAEP-256",
        "kid": private.thumbprint(),
    }
    rolled = post(manager, f"/v1/api_keys/{made['id']}/roll", {}).json()
    assert rolled["encryption_key"] == stored
    _, other = pair("OKP")
    other["kid"] = "mine-2026"
    changed = manager.patch(f"/v1/api_keys/{made['id']}", {"encryption_key": other}, content_type=JSON).json()
    assert (changed["encryption_key"]["kid"], changed["encryption_key"]["alg"]) == ("mine-2026", "ECDH-ES")
    assert manager.get(f"/v1/api_keys/{made['id']}").json()["encryption_key"] == changed["encryption_key"]
    named = manager.patch(f"/v1/api_keys/{made['id']}", {"name": "other"}, content_type=JSON).json()
    assert named["encryption_key"] == changed["encryption_key"]
    gone = manager.patch(f"/v1/api_keys/{made['id']}", {"encryption_key": None}, content_type=JSON).json()
    assert gone["encryption_key"] is None


def test_a_new_key_counts_from_the_next_call_on(client, tenant, shelf):
    stock(tenant, shelf, ["SEALED-0001"])
    manager = api(make_key(tenant, scopes=["keys:manage", *FULL_ACCESS]))
    me = public_id("key", _id_of(tenant))
    body = {"external_id": "N-1", "lines": [{"sku": shelf.sku_id, "quantity": 1}]}
    issued = manager.post("/v1/issuances", body, content_type=JSON).json()["id"]
    private, public = pair()
    assert manager.patch(f"/v1/api_keys/{me}", {"encryption_key": public}, content_type=JSON).status_code == 200
    [code] = manager.get(f"/v1/issuances/{issued}/codes").json()["data"]
    assert opened(code["jwe"], private)[0]["code"] == "SEALED-0001"


def _id_of(tenant):
    from tenants.access.models import ApiKey

    with tenant_context(tenant):
        return ApiKey.objects.latest("created_at").id


def refused(manager, encryption_key, status=422, code="encryption_key_invalid"):
    answer = manager.post("/v1/api_keys", {"name": "erp", "encryption_key": encryption_key}, content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    assert answer.json()["param"].startswith("encryption_key")
    return answer.json()["detail"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_private_key_is_refused_and_said_to_be_burnt(manager, kind):
    private = pair(kind)[0].export_private(as_dict=True)
    detail = refused(manager, private)
    assert "private key" in detail
    assert private["d"] not in detail


def test_what_nothing_can_be_encrypted_to_is_refused(manager):
    rsa, ec, okp = (pair(kind)[1] for kind in KINDS)
    short = other_jwk.JWK.generate(kty="RSA", size=1024).export_public(as_dict=True)
    assert "2048" in refused(manager, short)
    off_the_curve = {**ec, "y": ec["x"]}
    low_order = {**okp, "x": "A" * 43}
    for wrong in (
        off_the_curve,
        low_order,
        {**rsa, "e": "AQ"},
        {**rsa, "n": "!"},
        {"kty": "EC", "crv": "P-256", "x": "AQ"},
    ):
        refused(manager, wrong)
    assert "P-256" in refused(manager, {**ec, "crv": "X25519"})
    assert "ECDH-ES" in refused(manager, {**ec, "alg": "RSA-OAEP-256"})
    symmetric = OctKey.generate_key(256).as_dict()
    assert symmetric["k"] not in refused(manager, symmetric)
    refused(manager, {"kty": "oct"}, 400, "invalid_parameter")
    refused(manager, {**ec, "use": "sig"}, 400, "invalid_parameter")
    refused(manager, {**ec, "crv": "P-384"}, 400, "invalid_parameter")
    refused(manager, {**ec, "x5u": "https://example.com"}, 400, "parameter_unknown")


def test_what_browsers_add_does_no_harm(manager):
    _, public = pair()
    answer = manager.post(
        "/v1/api_keys",
        {"name": "erp", "encryption_key": {**public, "ext": True, "key_ops": [], "alg": "ECDH-ES", "use": "enc"}},
        content_type=JSON,
    )
    assert answer.status_code == 201
    assert "ext" not in answer.json()["encryption_key"]


def test_limits_of_such_a_key_hold(tenant, shelf):
    from tenants.access.limits import KeyLimits

    stock(tenant, shelf, 4)
    sealed = api(key_with(tenant, pair()[1], limits=KeyLimits(daily_quota=2)).secret)
    assert issue(sealed, shelf).status_code == 201
    assert issue(sealed, shelf, "E-2").json()["code"] == "quota_exceeded"
    small = api(key_with(tenant, pair()[1], limits=KeyLimits(max_amount=8999)).secret)
    assert issue(small, shelf, "E-3").json()["code"] == "quota_exceeded"
    elsewhere = api(key_with(tenant, pair()[1], limits=KeyLimits(product_ids=[shelf.sku.id])).secret)
    assert issue(elsewhere, shelf, "E-4").json()["code"] == "product_not_permitted"


def test_another_shop_gets_nothing(tenant, other_tenant, shelf):
    stock(tenant, shelf, 2)
    issued = issue(api(key_with(tenant, pair()[1]).secret), shelf).json()
    stranger = api(key_with(other_tenant, pair()[1]).secret)
    assert stranger.get(f"/v1/issuances/{issued['id']}/codes?format=jwe").status_code == 404
    assert post(stranger, f"/v1/codes/{issued['codes']['data'][0]['id']}/reveal").status_code == 404
