"""What is read under a look: whole kinds of rows of that shop by named columns, each page told to the shop; codes and secrets never."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError

from platform_core.compliance.errors import LookRefused
from platform_core.compliance.models import TenantLook
from platform_core.compliance.selectors import list_look_columns
from platform_core.tenancy.context import platform_context
from tests.integration.site.looking import BASIS, REASON, opened, owner_run, owners_door, read, told
from tests.integration.site.staffing import hire
from tests.world import make_shelf, stock


@pytest.fixture(scope="module", autouse=True)
def door(django_db_setup):
    """Before any transaction of a test begins."""
    with owners_door():
        yield


def why(caught):
    return caught.value.data["reason"]


SECRETS = (
    "inventory_cardcode", "inventory_sharedcode", "inventory_generatedcode", "inventory_datakey", "inventory_withheldcode",
    "access_apikey", "access_shopsession", "access_approval", "access_requestlogentry", "access_idempotencyrecord",
    "customers_onetimecode", "customers_device", "customers_failedlogin", "customers_paymentchallenge",
    "inventory_stockrobot", "issuance_lineinputs", "issuance_coderecord", "issuance_codehistory", "issuance_issuancedelivery",
    "marketing_couponcode", "notifications_outboxtext", "notifications_smsaccount", "reporting_export",
)  # fmt: skip


@pytest.mark.parametrize(
    "what",
    [
        *SECRETS, "", "pg_shadow", "orders; DROP TABLE x", "orders' OR '1'='1", "public.identity_user", "ORDERS", "orders_order",
    ],
)  # fmt: skip
def test_codes_secrets_and_made_up_kinds_are_refused(tenant, what):
    user = hire("lead")
    look = opened(tenant, user)
    with pytest.raises(LookRefused) as caught:
        read(look, user, what)
    assert why(caught) == "what_unknown"
    assert len(told(tenant)) == 1


@pytest.mark.parametrize(
    ("name", "value", "refusal"),
    [
        ("query_password", "x", "filter_unknown"),
        ("token_hash", "x", "filter_unknown"),
        ("amount", "1", "filter_unknown"),
        ("since", "2026-01-01", "filter_unknown"),
        ("id = id OR true; --", "x", "filter_unknown"),
        ("id", "not an id", "filter_invalid"),
        ("id", "'::uuid OR true --", "filter_invalid"),
    ],
)
def test_rows_are_asked_for_by_named_columns_alone(tenant, name, value, refusal):
    user = hire("lead")
    look = opened(tenant, user)
    with pytest.raises(LookRefused) as caught:
        read(look, user, "orders", **{name: value})
    assert why(caught) == refusal


@pytest.mark.parametrize("page", [0, -1, 41])
def test_pages_have_an_end(tenant, page):
    user = hire("lead")
    look = opened(tenant, user)
    with pytest.raises(LookRefused) as caught:
        read(look, user, "orders", page=page)
    assert why(caught) == "page"


def test_a_text_in_a_filter_is_a_text(tenant):
    shelf = make_shelf(tenant)
    user = hire("lead")
    look = opened(tenant, user)
    assert [row["sku_code"] for row in read(look, user, "skus", sku_code=shelf.sku.sku_code)] == [shelf.sku.sku_code]
    assert read(look, user, "skus", sku_code="' OR '1'='1") == []


def test_a_look_shows_the_shop_that_it_was_opened_for(tenant, other_tenant):
    mine, theirs = make_shelf(tenant), make_shelf(other_tenant)
    stock(tenant, mine, 3)
    user = hire("lead")
    look = opened(tenant, user)
    assert [row["id"] for row in read(look, user, "batches", sku_id=str(mine.sku.id))] != []
    names = {row["sku_code"] for row in read(look, user, "skus")}
    assert mine.sku.sku_code in names
    assert theirs.sku.sku_code not in names
    assert told(other_tenant) == []


def test_every_page_is_in_the_shops_log_and_counted(tenant):
    user = hire("lead")
    look = opened(tenant, user)
    read(look, user, "orders")
    read(look, user, "orders", status="paid")
    entries = told(tenant)
    assert [(entry.act, entry.target) for entry in entries] == [
        ("staff_look_opened", BASIS), ("staff_look", "orders"), ("staff_look", "orders paid"),
    ]  # fmt: skip
    assert {(entry.email, entry.reason, entry.role, entry.address) for entry in entries} == {
        (user.email, REASON, "platform", "192.0.2.7")
    }
    assert {entry.outcome.outcome for entry in entries} == {"done"}
    with platform_context():
        assert TenantLook.objects.get(pk=look).pages == 2


def test_a_column_that_a_shop_lacks_shows_nothing(tenant):
    user = hire("lead")
    look = opened(tenant, user)
    with platform_context():
        owner_run(f'ALTER TABLE "{tenant.schema_name}".catalog_sku RENAME COLUMN list_price TO price_before')
    with pytest.raises(ProgrammingError, match="list_price"):
        read(look, user, "skus")
    assert {column.field for column in columns("skus")} >= {"list_price", "price"}


def columns(what):
    with platform_context():
        return [column for column in list_look_columns() if column.what == what]
