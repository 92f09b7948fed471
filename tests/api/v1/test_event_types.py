"""Event types in the version of the call."""

import pytest

from merchant_api.versions import documents
from merchant_api.versions.calendar import CURRENT, VERSIONS
from merchant_api.versions.change import Change
from tests.world import api, make_key


@pytest.mark.parametrize("version", [version.name for version in VERSIONS])
def test_each_type_is_described_in_the_version_of_the_call(tenant, version):
    answer = api(make_key(tenant)).get("/v1/event_types", headers={"Kaquan-Version": version}).json()
    assert answer["data"]
    for each in answer["data"]:
        assert each["api_version"] == each["example"]["api_version"] == version
        assert each["example"]["type"] == each["type"]
        assert set(each["schema"]["required"]) <= set(each["example"]["data"]["object"])


def test_a_change_of_what_events_carry_shows_in_the_older_version_only(tenant, monkeypatch):
    class Renamed(Change):
        def describe(self, document):
            event = document["webhooks"]["product.archived"]["post"]["requestBody"]["content"]["application/json"]
            event["schema"]["properties"]["data"]["properties"]["object"]["properties"]["product_id"] = {
                "type": "string"
            }

    changes = (*VERSIONS[0].changes, Renamed())
    monkeypatch.setattr(
        "merchant_api.versions.calendar.VERSIONS", (VERSIONS[0]._replace(changes=changes), *VERSIONS[1:])
    )
    documents.event_schemas.cache_clear()
    client = api(make_key(tenant))
    found = {}
    for version in (CURRENT, VERSIONS[1].name):
        answer = client.get("/v1/event_types", headers={"Kaquan-Version": version}).json()["data"]
        found[version] = next(each for each in answer if each["type"] == "product.archived")["schema"]["properties"]
    documents.event_schemas.cache_clear()
    assert "product_id" not in found[CURRENT]
    assert "product_id" in found[VERSIONS[1].name]
