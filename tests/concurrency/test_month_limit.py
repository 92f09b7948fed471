"""The codes of a month over real HTTP: fifty at once against the limit, in all web processes, and what is killed in between."""

from __future__ import annotations

import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest

from tests.live import available, import_codes, make_sku

PATIENCE = 90.0  # seconds in which what was killed is up again


@pytest.fixture(scope="module")
def merchant(platform):
    return platform.create_merchant("monthly", "--with-supplier", "Supplier")


def database(platform):
    url = json.loads((platform.data_dir / "runtime.json").read_text())["database_url"]
    return psycopg.connect(url, autocommit=True)


def hold(platform, merchant, codes):
    """A plan of so many codes a month, and no other limit."""
    with database(platform) as admin:
        tenant = "SELECT id, role_name FROM tenancy_tenant WHERE slug = %s AND livemode"
        admin.execute(
            "INSERT INTO entitlements_entitlement (tenant_id, tenant_role, plan, read, write, reveal, redeem, concurrency, key_share,"
            " granted_at, codes) SELECT id, role_name, 'small', 999, 999, 999, 999, 999, 100, now(), %s FROM"
            f" ({tenant}) AS t ON CONFLICT (tenant_id) DO UPDATE SET codes = excluded.codes",
            [codes, merchant["slug"]],
        )


def counted(platform, merchant):
    """Codes of the month, and codes that were issued."""
    with database(platform) as admin:
        [schema] = admin.execute(
            "SELECT schema_name FROM tenancy_tenant WHERE slug = %s AND livemode", [merchant["slug"]]
        ).fetchone()
        [codes] = admin.execute(f"SELECT coalesce(sum(codes), 0) FROM {schema}.issuance_monthcodes").fetchone()
        [issued] = admin.execute(f"SELECT coalesce(sum(quantity), 0) FROM {schema}.issuance_issuance").fetchone()
    return codes, issued


def storm(platform, merchant, bodies):
    def one(body):
        with platform.client(merchant["api_key_live"]) as client:
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline:
                try:
                    answer = client.post("/v1/issuances", json=body)
                except httpx.HTTPError:  # what served it was killed
                    time.sleep(0.2)
                    continue
                if answer.status_code not in {429, 502, 503}:
                    return answer
                time.sleep(0.1)
        raise AssertionError(body)

    with ThreadPoolExecutor(50) as pool:
        return list(pool.map(one, bodies))


def test_fifty_at_once_get_exactly_what_is_left_of_the_month(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        sku = make_sku(client, "MONTH")
        import_codes(client, sku, merchant["supplier_id"], [f"MON-{number:06d}" for number in range(400)])
        hold(platform, merchant, 30)
        bodies = [{"external_id": f"M-{number}", "lines": [{"sku": sku, "quantity": 1}]} for number in range(50)]
        answers = storm(platform, merchant, bodies)
        assert Counter(answer.status_code for answer in answers) == {201: 30, 402: 20}
        refused = [answer.json() for answer in answers if answer.status_code == 402]
        assert {(each["code"], each["outcome"]) for each in refused} == {("quota_exceeded", "not_executed")}
        assert counted(platform, merchant) == (30, 30)
        assert available(client, sku) == 370
        # Uneven ones: never more than fits, and what is left is too few for every one that was refused.
        hold(platform, merchant, 130)
        bodies = [
            {"external_id": f"U-{number}", "lines": [{"sku": sku, "quantity": 1 + number % 7}]} for number in range(50)
        ]
        answers = storm(platform, merchant, bodies)
        codes, issued = counted(platform, merchant)
        assert codes == issued <= 130
        turned = [
            body["lines"][0]["quantity"]
            for body, answer in zip(bodies, answers, strict=True)
            if answer.status_code == 402
        ]
        assert all(wanted > 130 - codes for wanted in turned)


def test_a_killed_server_leaves_the_count_as_it_issued_and_the_limit_stands(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        sku = make_sku(client, "KILLED")
        import_codes(client, sku, merchant["supplier_id"], [f"KIL-{number:06d}" for number in range(400)])
    before, _ = counted(platform, merchant)
    hold(platform, merchant, before + 100)
    bodies = [{"external_id": f"K-{number}", "lines": [{"sku": sku, "quantity": 2}]} for number in range(80)]
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(storm, platform, merchant, bodies)
        time.sleep(0.15)
        assert platform.kill("web")
        answers = running.result(2 * PATIENCE)
    codes, issued = counted(platform, merchant)
    assert codes == issued == before + 100
    done = Counter(answer.status_code for answer in answers)
    assert done[402] == 30
    assert done[201] + done[200] == 50
