"""What a look may show, column by column, against all that shops keep: no code, secret, key, hash or sealed content among it."""

from __future__ import annotations

import re

import psycopg
import pytest
from django.conf import settings

from platform_core.compliance.look_kinds import KINDS, NAMES
from platform_core.compliance.selectors import list_look_columns
from platform_core.site.look_rows import LEADS
from platform_core.site.look_words import FIELDS
from platform_core.tenancy.context import platform_context
from tests.isolation.test_looks_whitelist import SECRETS

# A column that is called like this holds a secret, or what opens or finds one, or texts in which there may be some.
NEVER = re.compile(
    r"code|secret|seal|hash|passw|token|(^|_)pin(_|$)|key|print|digest|wrapped|session|inputs|handed_over$|salt|sha|card|serial"
    r"|signature|body|url|payload|detail|metadata|context|request$|config|format|errors|coupon|address_|text|note|(^|_)ip$"
)
# Looked at one by one: the name of a SKU, how it gives out codes, ids, a notice that every visitor reads, who looked from where.
REVIEWED = {
    ("catalog_sku", "sku_code"), ("catalog_sku", "code_mode"), ("inventory_lot", "code_import_id"),
    ("catalog_shopfront", "closed_text"), ("access_shopsettings", "request_log_days"),
}  # fmt: skip
SEALED = {
    ("orders_order", "contact_sealed"),
    ("customers_buyer", "contact_sealed"),
}  # of buyers, in a break-glass look alone
KINDS_SHOWN = {
    "uuid",
    "text",
    "character varying",
    "bigint",
    "integer",
    "smallint",
    "boolean",
    "date",
    "inet",
    "timestamp with time zone",
}


@pytest.fixture
def allowed(tenant):
    with platform_context():
        return list_look_columns()


@pytest.fixture
def kept(tenant):
    """``(table, column) -> type`` of all that the shop keeps."""
    with psycopg.connect(settings.DATABASE_ADMIN_URL) as admin:
        rows = admin.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = %s",
            [tenant.schema_name],
        ).fetchall()
    return {(table, column): kind for table, column, kind in rows}


def test_no_secret_is_among_what_is_shown(allowed):
    shown = {(column.relation, column.field) for column in allowed if column.shown == "plain"}
    assert sorted(pair for pair in shown if NEVER.search(pair[1]) and pair not in REVIEWED) == []
    assert {(column.relation, column.field) for column in allowed if column.shown == "sealed"} == SEALED
    assert {column.relation for column in allowed} & set(SECRETS) == set()
    assert shown >= REVIEWED


def test_the_pattern_knows_what_shops_keep_secret(kept):
    secret = {
        ("inventory_cardcode", "sealed"), ("inventory_sharedcode", "fingerprint"), ("access_apikey", "secret_hash"),
        ("orders_order", "token_hash"), ("orders_order", "query_password"), ("orders_orderline", "inputs"),
        ("orders_orderline", "handed_over"), ("payments_gatewayaccount", "secrets"), ("customers_buyer", "payment_password"),
        ("inventory_datakey", "wrapped"), ("payments_payment", "session"), ("orders_abnormalcase", "detail"),
        ("marketing_couponcode", "text"), ("inventory_generatedcode", "serial"), ("orders_ordernote", "text"),
    }  # fmt: skip
    assert secret <= kept.keys()
    assert [pair for pair in secret if not NEVER.search(pair[1])] == []


def test_every_table_of_codes_and_keys_is_there_and_shown_nothing_of(kept, allowed):
    assert set(SECRETS) <= {table for table, _column in kept}


def test_what_is_shown_exists_and_is_plain(kept, allowed):
    for column in allowed:
        kind = kept[column.relation, column.field]
        assert kind == "bytea" if column.shown == "sealed" else kind in KINDS_SHOWN, column


def test_a_new_column_is_not_shown_by_itself(kept, allowed):
    shown = {(column.relation, column.field) for column in allowed}
    assert len(shown) < len(kept) / 2
    assert len(shown) == 228, "look at each new column, then count it here"


def test_every_kind_has_words_a_table_and_an_order(allowed):
    kinds = {column.what for column in allowed}
    assert kinds == set(NAMES) == {name for group in KINDS.values() for name in group}
    for kind in kinds:
        columns = [column for column in allowed if column.what == kind]
        assert len({column.relation for column in columns}) == 1
        assert [column.place for column in columns] == list(range(1, len(columns) + 1))
        assert sum(column.sorts for column in columns) == 1
        assert {column.field for column in columns} <= FIELDS.keys()


def test_every_lead_goes_from_a_column_to_one_that_rows_are_asked_for_by(allowed):
    known = {(column.what, column.field): column for column in allowed}
    for start, (what, field) in LEADS.items():
        assert start in known
        assert known[what, field].narrows
