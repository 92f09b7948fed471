"""A planted code goes through everything, failures included, and is then searched for wherever it must not be."""

from __future__ import annotations

import html
import io
import re
import time

import httpx
import psycopg
import pytest
import pyzipper

from testbed.up import clean_environment
from tests.faults.places import ErrorReports, cache_entries, disguises, files, tables
from tests.live import import_codes, make_sku, read_codes, running_platform, wait_for_end

# One per way in: file, JSON rows, the back office's paste, the line that is refused, the import that breaks down.
IN_FILE, IN_ROWS, REFUSED, BROKEN = (f"CANARY-{way}-7F3K9Q2M4X" for way in ("FILE", "ROWS", "LATE", "FAIL"))
CANARIES = (IN_FILE, IN_ROWS, REFUSED, BROKEN)


@pytest.fixture
def reports():
    server = ErrorReports()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def platform(reports):
    env = clean_environment(SENTRY_DSN=reports.dsn, KAQUAN_LOG_LEVEL="DEBUG", KAQUAN_DEBUG="0")
    with running_platform("--no-demo", env=env) as running:
        yield running


def buy(platform, slug, name):
    """A guest buys one code of the product over HTTP; the codes page."""
    host = f"{slug}.kaquan.localhost:{platform.port}"
    with httpx.Client(base_url=f"http://127.0.0.1:{platform.port}", timeout=30, trust_env=False) as client:
        client.headers["Host"] = host
        home = client.get("/").text
        product = next(link for link in re.findall(r'href="(/p/[^"]+)"', home) if name in client.get(link).text)
        page = client.get(product).text
        sku = re.search(r'name="sku"[^>]*value="([^"]+)"', page, re.DOTALL)[1]
        form = client.get("/checkout", params={"sku": sku, "quantity": 1}).text
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', form)[1]
        placed = client.post(
            "/checkout",
            data={"sku": sku, "quantity": 1, "contact": "13812345678", "terms": "1", "csrfmiddlewaretoken": token},
        )
        cashier = httpx.URL(placed.headers["Location"])
        pay_host = {"Host": f"pay.kaquan.localhost:{platform.port}"}
        asked = client.get(cashier.raw_path.decode(), headers=pay_host).text
        signed = html.unescape(re.search(r'name="p" value="([^"]+)"', asked)[1])
        back = client.post("/decide", data={"p": signed, "mode": "pay"}, headers=pay_host).headers["Location"]
        order = client.get(httpx.URL(back).path).headers["Location"]
        deadline = time.monotonic() + 30
        while "hx-post" not in (status := client.get(f"{order}/status").text):
            assert time.monotonic() < deadline, status
            time.sleep(0.2)
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', status)[1]
        return client.post(f"{order}/codes", data={"csrfmiddlewaretoken": token}).text


def break_an_import(platform, client, sku, supplier, database_url):
    """An import that fails inside the database with the code in its hands; it succeeds once the table is back."""
    with psycopg.connect(database_url, autocommit=True) as admin:
        schema = admin.execute("SELECT schema_name FROM public.tenancy_tenant WHERE slug = 'canary'").fetchone()[0]
        admin.execute(f"ALTER TABLE {schema}.inventory_cardcode RENAME TO gone_for_a_moment")
        answer = client.post("/v1/imports", files={"file": ("b.txt", BROKEN)}, data={"sku": sku, "supplier": supplier})
        assert answer.status_code == 202
        time.sleep(2)
        admin.execute(f"ALTER TABLE {schema}.gone_for_a_moment RENAME TO inventory_cardcode")
    operation = wait_for_end(client, answer.json()["id"], 90)
    assert operation["status"] == "succeeded", operation


def look_at_codes_in_every_way(client, issuance, sku):
    """Requests that carry or answer codes where the request log could catch them; all of them are in it afterwards."""
    repeat = {"external_id": "C-1", "lines": [{"sku": sku, "quantity": 1}]}
    assert IN_ROWS in client.post("/v1/issuances?include=codes", json=repeat).text
    assert IN_ROWS in client.get(f"/v1/issuances/{issuance}/codes?format=text").text
    code = client.get("/v1/codes", params={"issuance": issuance}).json()["data"][0]["id"]
    for _ in range(2):
        look = client.post(f"/v1/codes/{code}/reveal", headers={"Idempotency-Key": "look-1"})
        assert look.json()["code"] == IN_ROWS
    for content in (f'{{"code": "{IN_ROWS}"', f'{{"external_id": "C-2", "code": "{IN_ROWS}", "pin": "{IN_ROWS}"}}'):
        answer = client.post("/v1/issuances", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400
    for path in (f"issuances/by-external-id/{IN_ROWS}", f"issuances/{IN_ROWS}", f"products?q={IN_ROWS}"):
        client.get(f"/v1/{path}", headers={"Idempotency-Key": IN_ROWS, "Kaquan-Version": IN_ROWS})
    last = client.get("/v1/ping").headers["Request-Id"]
    deadline = time.monotonic() + 30
    while client.get(f"/v1/request_logs/{last}").status_code != 200:
        assert time.monotonic() < deadline, "the request log was not written"
        time.sleep(0.2)


def live_with_a_card(client):
    """A generated card is sold, paid with, typed where it does not belong, replaced and shown; it and its successor."""
    skus = [{"sku_code": "G", "name": "50", "price": 4500, "face_value": 5000, "code_mode": "generated"}]
    gift = client.post("/v1/products", json={"name": "礼品卡", "skus": [{**skus[0], "redemption": "amount"}]}).json()
    body = {"external_id": "G-1", "lines": [{"sku": gift["skus"][0]["id"], "quantity": 1}]}
    sold = client.post("/v1/issuances?include=codes", json=body, headers={"Idempotency-Key": "g-1"}).json()
    card = sold["codes"]["data"][0]
    code = card["code"]
    assert client.post("/v1/codes/validate", json={"code": code}).json()["valid"]
    paid = client.post("/v1/codes/redeem", json={"code": code, "amount": 100}, headers={"Idempotency-Key": "g-2"})
    assert paid.status_code == 201, paid.text
    for number, (body, status) in enumerate(
        (
            ({"code": code, "amount": 1_000_000}, 409),
            ({"code": code, "amount": 1, "external_id": f"{code}!"}, 400),
            ({"code": code, "amount": 1, "context": code}, 400),
            ({"codes": code}, 400),
        )
    ):
        refused = client.post("/v1/codes/redeem", json=body, headers={"Idempotency-Key": f"r-{number}"})
        assert refused.status_code == status, refused.text
        assert code not in refused.text
    for path in (f"codes/{code}", f"codes?serial={code}", f"redemptions/{code}"):
        assert client.get(f"/v1/{path}").status_code < 500
    replaced = client.post(
        f"/v1/codes/{card['id']}/replace", json={"reason": "scratched"}, headers={"Idempotency-Key": "g-3"}
    ).json()
    return code, read_codes(client, replaced["issuance"])[0]


def export_codes(platform, client):
    """All issued codes in the clear, in an archive that only its password opens; the export."""
    asked = {"type": "codes", "created_to": "2100-01-01T00:00:00Z", "reveal": True, "expires_in": 300}
    begun = client.post("/v1/exports", json=asked, headers={"Idempotency-Key": "export-1"}).json()
    operation = wait_for_end(client, begun["id"], 60)
    assert operation["status"] == "succeeded", operation
    export = client.get(f"/v1/exports/{begun['export']}").json()
    fetched = httpx.get(
        f"http://127.0.0.1:{platform.port}{httpx.URL(export['download_url']).path}",
        headers={"Host": f"api.kaquan.localhost:{platform.port}"},
        trust_env=False,
    )
    with pyzipper.AESZipFile(io.BytesIO(fetched.content)) as archive:
        archive.setpassword(begun["archive_password"].encode())
        plain = archive.read("codes.csv").decode()
    assert all(code in plain for code in (IN_FILE, IN_ROWS, BROKEN))
    assert found_in([("archive", fetched.content)]) == []
    return begun["archive_password"], export["download_url"].rsplit("/", 1)[1]


def test_a_planted_code_is_found_nowhere_but_in_the_answers_to_its_owner(platform, reports):
    merchant = platform.create_merchant("canary", "--with-supplier", "Supplier")
    facts = platform.state()
    with platform.client(merchant["api_key_live"], timeout=60) as client:
        supplier = merchant["supplier_id"]
        skus = [make_sku(client, label) for label in ("A", "B", "C")]
        file = ["卡密,有效期", f"{IN_FILE},2030-01-01", f"{IN_FILE},2030-01-01", f"{REFUSED},2001-01-01"]
        assert import_codes(client, skus[0], supplier, file)["result"]["accepted"] == 1
        rows = {"sku": skus[1], "supplier": supplier, "rows": [{"code": IN_ROWS}]}
        answer = client.post("/v1/imports", json=rows)
        assert answer.status_code == 202, answer.text
        assert wait_for_end(client, answer.json()["id"], 60)["status"] == "succeeded"
        break_an_import(platform, client, skus[2], supplier, facts["database_url"])

        issued = client.post("/v1/issuances", json={"external_id": "C-1", "lines": [{"sku": skus[1], "quantity": 1}]})
        assert issued.status_code == 201, issued.text
        assert read_codes(client, issued.json()["id"]) == [IN_ROWS]
        # Refused requests that carry a code where none belongs: answers and logs must not keep it.
        for body in ({"external_id": IN_ROWS, "lines": [{"sku": IN_ROWS, "quantity": 0}]}, {"lines": IN_ROWS}):
            refused = client.post("/v1/issuances", json=body)
            assert 400 <= refused.status_code < 500
        cards = live_with_a_card(client)
        look_at_codes_in_every_way(client, issued.json()["id"], skus[1])
    assert IN_FILE in buy(platform, "canary", "爱奇艺会员 A")
    assert BROKEN in buy(platform, "canary", "爱奇艺会员 C")
    with platform.client(merchant["api_key_live"], timeout=60) as client:
        password, link = export_codes(platform, client)

    assert any(b"UndefinedTable" in report for report in reports.received), "no error was reported: nothing was proved"
    with psycopg.connect(facts["database_url"], autocommit=True) as admin:
        admin.execute("CHECKPOINT")
    places = [
        *tables(facts["database_url"]),
        *cache_entries(facts["redis_url"]),
        *((f"error report {number}", report) for number, report in enumerate(reports.received)),
        *files(platform.data_dir, "data folder"),
        ("terminal", platform.log.read_bytes()),
    ]
    labels = " ".join(label for label, _ in places)
    assert sum(len(content) for label, content in places if label.endswith("access_requestlogentry")) > 2_000
    for looked_at in (
        "inventory_cardcode",
        "events_job",
        "logs/web.log",
        "logs/worker.log",
        "valkey/appendonlydir",
        "exports/",
    ):
        assert looked_at in labels
    assert found_in(places) == []
    assert found_in(places, cards) == []
    # Neither what opens an archive nor what leads to it is kept.
    assert [label for label, content in places if password.encode() in content or link.encode() in content] == []


def found_in(places, canaries=CANARIES):
    """The places that hold a canary in any disguise."""
    wanted = [disguise for canary in canaries for disguise in disguises(canary)]
    return [label for label, content in places if any(disguise in content for disguise in wanted)]


@pytest.mark.parametrize("form", range(6))
def test_the_search_would_find_a_code_in_every_disguise(form):
    assert found_in([("planted", b"..." + disguises(IN_ROWS)[form] + b"...")]) == ["planted"]
