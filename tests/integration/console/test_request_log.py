"""The request log in the back office: found, read, tried again."""

from __future__ import annotations

import html
import re
import subprocess

import pytest

from merchant_api.request_logging import request_log
from tests.integration.console.test_back_office import staff
from tests.world import api, make_key, shop, stock

JSON = "application/json"


def ask(tenant, shelf, key, number, **more):
    body = {"external_id": number, "lines": [{"sku": shelf.sku_id, "quantity": 1}], **more}
    answer = api(key).post("/v1/issuances", body, content_type=JSON, headers={"Idempotency-Key": f"k-{number}-0001"})
    request_log.flush()
    return answer


def command_of(page):
    return html.unescape(re.search(r'data-copy="([^"]+)"', page)[1])


def arguments_of(command):
    """What a shell would hand to curl."""
    script = 'curl() { printf "%s\\0" "$@"; }\n' + command
    done = subprocess.run(["bash", "-c", script], capture_output=True, env={"KAQUAN_API_KEY": "SECRET"}, check=True)
    return done.stdout.decode().split("\0")[:-1]


def test_a_shop_without_requests_is_told_how_to_make_one(tenant):
    page = staff(tenant).get("/console/logs").content.decode()
    assert "还没有请求" in page
    assert arguments_of(command_of(page)) == [
        "http://api.kaquan.localhost:8000/v1/ping",
        "-H",
        "Authorization: Bearer SECRET",
    ]
    assert "还没有测试请求" in staff(tenant).get("/console/logs?mode=test").content.decode()


def test_a_refused_request_is_found_by_its_number_and_by_the_link_in_its_answer(tenant, shelf):
    refused = ask(tenant, shelf, make_key(tenant), "T-1").json()
    assert refused["code"] == "insufficient_stock"
    client = staff(tenant)
    for query in ("T-1", refused["request_id"], ""):
        page = client.get("/console/logs", {"q": query, "status": "4"}).content.decode()
        assert refused["request_id"] in page, query
    for query in (
        {"q": "T-2"},
        {"q": "req_x"},
        {"status": "2"},
        {"mode": "test"},
        {"q": "T\x00"},
        {"before": refused["request_id"]},
    ):
        assert refused["request_id"] not in client.get("/console/logs", query).content.decode()
    host, _, path = refused["request_log_url"].removeprefix("http://").partition("/")
    assert host.startswith("alpha.kaquan.localhost")
    page = client.get(f"/{path}")
    assert page.status_code == 200
    assert "/errors/insufficient_stock" in page.content.decode()
    assert shelf.sku_id in page.content.decode()


def test_the_command_sends_the_same_again_through_any_shell(tenant, shelf):
    stock(tenant, shelf, 3)
    answer = ask(tenant, shelf, make_key(tenant), "T-7", metadata={"note": "it's\n`$(rm)`"})
    command = command_of(staff(tenant).get(f"/console/logs/{answer.headers['Request-Id']}").content.decode())
    assert "SECRET" not in command
    assert "$KAQUAN_API_KEY" in command
    sent = arguments_of(command)
    assert sent[:5] == ["--globoff", "-X", "POST", "http://api.kaquan.localhost:8000/v1/issuances", "-H"]
    assert "Authorization: Bearer SECRET" in sent
    body = sent[sent.index("--data-raw") + 1]
    assert '"external_id": "T-7"' in body
    assert '"metadata": "[hidden]"' in body
    assert "\n" in body


def test_a_form_with_a_file_is_shown_as_a_form(tenant, shelf):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("SECRET-NAME.txt", b"SECRET-1\nSECRET-2\n")
    data = {"file": file, "sku": shelf.sku_id, "supplier": shelf.supplier_id, "unit_cost": "4000"}
    answer = api(make_key(tenant)).post("/v1/imports", data)
    assert answer.status_code == 202, answer.content
    request_log.flush()
    page = staff(tenant).get(f"/console/logs/{answer.headers['Request-Id']}").content.decode()
    sent = arguments_of(command_of(page))
    assert sent[sent.index("-F") + 1] == "file=@file.txt"
    assert f"sku={shelf.sku_id}" in sent
    assert "unit_cost=4000" in sent
    assert "SECRET-" not in page.replace("Bearer SECRET", "")


def test_test_requests_stand_apart(tenant, shelf):
    answer = ask(tenant, shelf, make_key(tenant, livemode=False), "T-9")
    assert answer.json()["request_log_url"].endswith("?mode=test")
    client, number = staff(tenant), answer.headers["Request-Id"]
    assert number in client.get("/console/logs?mode=test").content.decode()
    assert number not in client.get("/console/logs").content.decode()
    assert client.get(f"/console/logs/{number}?mode=test").status_code == 200
    missing = client.get(f"/console/logs/{number}")
    assert missing.status_code == 404
    assert "至少保留 183 天" in missing.content.decode()


@pytest.mark.parametrize("role", ["operations", "support", "finance"])
def test_only_the_owner_reads_the_log(tenant, role):
    client = staff(tenant, role)
    assert client.get("/console/logs").status_code == 404
    assert client.get("/console/logs/req_01M8ANBBXXE0QB78727996R3X7").status_code == 404


def test_another_shops_entry_is_not_there(tenant, other_tenant, shelf):
    number = ask(tenant, shelf, make_key(tenant), "T-1").headers["Request-Id"]
    assert staff(other_tenant).get(f"/console/logs/{number}").status_code == 404
    assert shop(tenant).get(f"/console/logs/{number}").status_code == 302
