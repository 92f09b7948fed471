"""kill -9 of web, worker and PostgreSQL while codes are issued: nothing twice, nothing lost, every retry the same answer."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from tests.faults.killing import Killer, ask
from tests.live import available, import_codes, make_sku, read_codes

BUYERS, PAUSE = 8, 0.3


def issue(platform, key, sku, number, deadline):
    """Issue one order, retrying the same request until the answer is final. Returns the issuance."""
    body = {"external_id": f"K-{number}", "lines": [{"sku": sku, "quantity": 1 + number % 3}]}
    answer = ask(platform, key, "/v1/issuances", body, f"k-{number}", deadline)
    assert answer.status_code == 201, answer.text  # there is stock for all: nothing else is an honest answer
    return answer.json()


def test_every_code_is_issued_once_and_every_retry_gets_the_same_when_everything_is_killed(platform, request):
    orders = 20_000 if request.config.getoption("--long") else 200
    merchant = platform.create_merchant("killed", "--with-supplier", "Supplier")
    key = merchant["api_key_live"]
    with platform.client(key) as client:
        sku = make_sku(client, "KILL")
        stock = [f"KILL-{number:08d}" for number in range(8 * orders)]
        assert import_codes(client, sku, merchant["supplier_id"], stock)["result"]["accepted"] == len(stock)

    results: list[dict[str, Any]] = []
    killer = Killer(platform, seed=20261124)
    killer.start()
    deadline = time.monotonic() + (3_000 if orders > 1_000 else 480)
    try:
        with ThreadPoolExecutor(BUYERS) as pool:
            # A quick machine is through before everything was killed: then a few more at a time, so that there is stock for all.
            while len(results) < orders or not killer.has_killed_all:
                many = 100 if len(results) < orders else BUYERS
                more = range(len(results), len(results) + many)
                results += pool.map(lambda number: issue(platform, key, sku, number, deadline), more)
                time.sleep(0 if len(results) < orders else PAUSE)
    finally:
        killer.stop()
    wanted = sum(1 + number % 3 for number in range(len(results)))

    with platform.client(key) as client:
        again = [issue(platform, key, sku, number, time.monotonic() + 30) for number in range(0, len(results), 17)]
        assert [issuance["id"] for issuance in again] == [
            results[number]["id"] for number in range(0, len(results), 17)
        ]
        codes = [code for issuance in results for code in read_codes(client, issuance["id"])]
        assert len(codes) == wanted
        assert len(set(codes)) == wanted, "a code was issued twice"
        assert set(codes) <= set(stock)
        assert available(client, sku) == len(stock) - wanted
    print(f"seed 20261124: {len(results)} orders, {wanted} codes, kills {len(killer.kills)}: {sorted(killer.kills)}")
    _books_agree(platform)


def _books_agree(platform):
    """What was booked as sold is what was issued, each once; and every issuance has its event."""
    with psycopg.connect(platform.state()["database_url"]) as admin:
        schema, role = admin.execute(
            "SELECT schema_name, role_name FROM public.tenancy_tenant WHERE slug = 'killed' AND livemode"
        ).fetchone()
        issued, booked, events = admin.execute(
            f"SELECT (SELECT count(*) FROM {schema}.issuance_issuance),"
            f" (SELECT count(DISTINCT subject_id) FROM {schema}.finance_ledgertransfer WHERE kind = 1),"
            " (SELECT count(*) FROM public.events_event WHERE type = 'issuance.completed' AND tenant_role = %s)",
            [role],
        ).fetchone()
    assert issued == booked == events
