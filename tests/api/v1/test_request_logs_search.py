"""Searching a long request log: every page looks at a bounded number of entries, and nothing is passed over."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.access import selectors
from tenants.access.services.store_request_log import LogRow, store_request_log
from tests.integration.console.test_back_office import staff
from tests.world import api, make_key

START = 1_764_000_000_000
KEY, RARE = uuid.UUID(int=1), uuid.UUID(int=7)


def row(number: int, **fields: object) -> LogRow:
    plain = {
        "id": uuid.UUID(int=(START + number) << 80 | 7 << 76 | 2 << 62),
        "key_id": KEY, "method": "POST", "operation": "create_issuance", "path": "/v1/issuances", "query": "", "status": 201,
        "duration_ms": 1, "ip": None, "user_agent": "", "version": "2026-12-01", "external_id": f"T-{number}", "problem": "",
        "idempotency_key": "", "replayed": False, "original_request": "", "content_type": "", "request_bytes": 0,
        "request_body": "", "request_omitted": "", "response_bytes": 0, "response_body": "", "response_omitted": "",
    }  # fmt: skip
    return LogRow(**{**plain, **fields})  # type: ignore[arg-type]


@pytest.fixture
def log(tenant, monkeypatch):
    """100 entries; a page looks at 10. Every 30th is of a rare key, a rare path and a rare method, and failed."""
    monkeypatch.setattr(selectors, "LOOKED_AT", 10)
    rare = {
        "key_id": RARE,
        "method": "DELETE",
        "path": "/v1/reservations/x",
        "status": 500,
        "problem": "internal_error",
    }
    with tenant_context(tenant):
        store_request_log(rows=[row(number, **(rare if number % 30 == 5 else {})) for number in range(100)])


RARE_FILTERS = [
    {"key": public_id("key", RARE)},
    {"path": "/v1/reservations"},
    {"method": "DELETE"},
    {"status": "500"},
    {"status": "5xx", "method": "DELETE"},
    {"problem": "internal_error"},
]


def walk(client, asked, *, side="next_cursor", cursor=None):
    """Every page from the newest on, or from a cursor on."""
    pages = []
    while len(pages) < 50:
        answer = client.get("/v1/request_logs", {**asked, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.content
        pages.append(answer.json())
        cursor = pages[-1][side]
        if cursor is None:
            return pages
    raise AssertionError("it never ends")


@pytest.mark.parametrize("asked", RARE_FILTERS)
def test_what_is_rare_is_found_whole_page_by_page_in_both_directions(tenant, log, asked):
    client, wanted = api(make_key(tenant)), [95, 65, 35, 5]
    pages = walk(client, {**asked, "limit": 3})
    found = [entry["external_id"] for page in pages for entry in page["data"]]
    assert found == [f"T-{number}" for number in wanted]
    assert all(page["has_more"] for page in pages[:-1])
    back = walk(client, {**asked, "limit": 3}, side="prev_cursor", cursor=pages[-1]["prev_cursor"])
    found_back = [entry["external_id"] for page in back[::-1] for entry in page["data"]]
    assert found_back == (found[:-1] if pages[-1]["data"] else found)


def test_a_search_in_vain_ends_and_each_page_looks_at_a_bounded_number(tenant, log):
    client = api(make_key(tenant))
    pages = walk(client, {"path": "/v1/exports"})
    assert [len(page["data"]) for page in pages] == [0] * 11
    assert not pages[-1]["has_more"]
    with CaptureQueriesContext(connection) as queries:
        client.get("/v1/request_logs", {"path": "/v1/exports"})
    asked = [query["sql"] for query in queries if "access_requestlogentry" in query["sql"]]
    assert len(asked) == 2
    assert "OFFSET 9" in asked[0]
    assert '"id" >= ' in asked[1]


def test_a_list_without_filters_and_a_number_are_found_without_a_bound(tenant, log):
    client = api(make_key(tenant))
    first = client.get("/v1/request_logs", {"limit": 50}).json()
    assert [entry["external_id"] for entry in first["data"]] == [f"T-{number}" for number in range(99, 49, -1)]
    assert [e["external_id"] for e in client.get("/v1/request_logs", {"external_id": "T-3"}).json()["data"]] == ["T-3"]


def test_times_bound_the_search(tenant, log):
    client = api(make_key(tenant))
    asked = {"created[gte]": "2025-11-24T16:00:00.030Z", "created[lt]": "2025-11-24T16:00:00.066Z", "method": "DELETE"}
    pages = walk(client, asked)
    assert [entry["external_id"] for page in pages for entry in page["data"]] == ["T-65", "T-35"]
    assert len(pages) <= 5


def test_the_back_office_goes_on_looking_when_a_page_finds_nothing(tenant, log, monkeypatch):
    monkeypatch.setattr("tenants.console.views.logs.LOOKED_AT", 10)
    with tenant_context(tenant):
        store_request_log(rows=[row(200 + number) for number in range(25)])
    client = staff(tenant)
    page = client.get("/console/logs", {"status": "4"}).content.decode()
    assert "没有符合条件" in page
    page = client.get("/console/logs", {"status": "2", "q": "T-99999"}).content.decode()
    assert "没有符合条件的请求" in page
    assert "继续往前找" not in page
    assert "T-95" in client.get("/console/logs", {"status": "5"}).content.decode()
