"""The account's API version in the back office: shown, changed with a word of what changes, taken back, on record."""

import pytest
from django.test import Client

from merchant_api.versions.calendar import CURRENT, VERSIONS
from platform_core.events.models import Event
from platform_core.tenancy.context import tenant_context
from tenants.access.models import ApiVersionPin
from tests.integration.console.test_back_office import staff
from tests.world import api, make_key, shop

PAST = VERSIONS[1].name
PAGE = "/console/api-version"


def pinned(tenant):
    with tenant_context(tenant):
        return ApiVersionPin.objects.values_list("version", "previous", "changed_by").first()


def recorded(tenant):
    with tenant_context(tenant):
        return list(
            Event.objects.filter(type="api_version.changed").order_by("sequence").values_list("payload", flat=True)
        )


def test_a_shop_that_has_not_called_yet_is_told_so_and_may_choose(tenant):
    client = staff(tenant)
    assert "还没有调用过接口" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"version": PAST}).status_code == 302
    assert api(make_key(tenant)).get("/v1/ping").headers["Kaquan-Version"] == PAST


def test_the_pages_say_which_version_holds_and_what_another_changes(tenant):
    api(make_key(tenant)).get("/v1/ping")
    client = staff(tenant)
    page = client.get(PAGE).content.decode()
    assert f"<strong>{CURRENT}</strong>" in page
    assert "2028-12-01" in page
    confirm = client.get(PAGE, {"to": PAST}).content.decode()
    for change in VERSIONS[0].changes:
        assert change.title_zh in confirm
    assert "<code>parameter_unknown</code>" in confirm
    assert pinned(tenant) == (CURRENT, None, ""), "looking changes nothing"


def test_a_change_holds_at_once_is_on_record_and_can_be_taken_back(tenant, other_tenant, time_machine):
    keys = [make_key(tenant), make_key(tenant, livemode=False)]
    assert [api(key).get("/v1/ping").headers["Kaquan-Version"] for key in keys] == [CURRENT, CURRENT]
    client = staff(tenant)
    assert client.post(PAGE, {"version": PAST}).status_code == 302
    answers = [api(key).get("/v1/ping") for key in keys]
    assert [answer.headers["Kaquan-Version"] for answer in answers] == [PAST, PAST]
    assert "Sunset" in answers[0].headers
    page = client.get(PAGE).content.decode()
    assert f"撤销，换回 {CURRENT}" in page
    assert "owner@alpha.example" in page
    client.post(PAGE, {"version": CURRENT})
    assert pinned(tenant) == (CURRENT, PAST, "owner@alpha.example")
    changes = [(each["previous"], each["version"], each["by"]) for each in recorded(tenant)]
    assert changes == [(CURRENT, PAST, "owner@alpha.example"), (PAST, CURRENT, "owner@alpha.example")]
    assert recorded(other_tenant) == []


def test_the_offer_to_undo_ends_after_three_days(tenant, time_machine):
    import datetime as dt

    from tests.world import now

    client = staff(tenant)
    client.post(PAGE, {"version": PAST})
    client.post(PAGE, {"version": CURRENT})
    assert "撤销，换回" in client.get(PAGE).content.decode()
    time_machine.move_to(now() + dt.timedelta(days=3, minutes=1))
    assert "撤销，换回" not in staff(tenant).get(PAGE).content.decode()


def test_the_same_version_again_changes_nothing(tenant):
    client = staff(tenant)
    for _ in range(2):
        client.post(PAGE, {"version": PAST})
    assert len(recorded(tenant)) == 1
    assert pinned(tenant) == (PAST, None, "owner@alpha.example")


@pytest.mark.parametrize("version", ["2020-01-01", "", "x" * 40])
def test_a_version_that_is_not_answered_cannot_be_chosen(tenant, version):
    client = staff(tenant)
    assert client.post(PAGE, {"version": version}).status_code == 404
    assert client.get(PAGE, {"to": version}).status_code == 404
    assert pinned(tenant) is None


def test_a_removed_version_cannot_be_chosen_or_gone_back_to(tenant, monkeypatch):
    from merchant_api.versions import words

    client = staff(tenant)
    client.post(PAGE, {"version": PAST})
    client.post(PAGE, {"version": CURRENT})
    monkeypatch.setattr(words, "VERSIONS", (VERSIONS[0], VERSIONS[1]._replace(removed=True)))
    words.api_versions.cache_clear()
    page = client.get(PAGE).content.decode()
    answer = client.post(PAGE, {"version": PAST})
    words.api_versions.cache_clear()
    assert "已停用" in page
    assert "撤销，换回" not in page
    assert answer.status_code == 404


@pytest.mark.parametrize("role", ["operations", "support", "finance"])
def test_only_who_manages_keys_may_look_or_change(tenant, role):
    client = staff(tenant, role)
    assert [client.get(PAGE).status_code, client.post(PAGE, {"version": PAST}).status_code] == [404, 404]
    assert shop(tenant).post(PAGE, {"version": PAST}).status_code == 302
    assert pinned(tenant) is None


def test_a_form_of_another_site_changes_nothing(tenant):
    client = staff(tenant)
    strict = Client(enforce_csrf_checks=True, headers={"Host": tenant.host})
    strict.cookies = client.cookies
    assert strict.post(PAGE, {"version": PAST}).status_code == 403
    assert pinned(tenant) is None
