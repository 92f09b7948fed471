"""Races over real HTTP against the real server."""

from __future__ import annotations

import itertools
import json
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg
import pytest

from tests.live import available, import_codes, make_sku, read_codes

_labels = itertools.count(1)


@pytest.fixture(scope="module")
def merchant(platform):
    return platform.create_merchant("races", "--with-supplier", "Supplier")


def shelf(client, merchant, count):
    label = f"R{next(_labels)}"
    sku = make_sku(client, label)
    operation = import_codes(client, sku, merchant["supplier_id"], [f"{label}-{n:06d}" for n in range(count)])
    assert operation["status"] == "succeeded"
    return sku


def fire(platform, merchant, bodies, headers=None, path="/v1/issuances"):
    """All requests at once, each over a connection of its own."""

    def one(body):
        with platform.client(merchant["api_key_live"]) as client:
            return client.post(path, json=body, headers=(headers or {}))

    with ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(one, bodies))


def settled(client, body, answer):
    """The answer; of a request that was told to come again, because others were before it for too long, what it gets then."""
    while answer.status_code == 503:
        assert answer.headers["Retry-After"]
        answer = client.post("/v1/issuances", json=body)
    return answer


def test_fifty_threads_with_one_key_make_one_issuance(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        sku = shelf(client, merchant, 100)
        body = {"external_id": "SAME-1", "lines": [{"sku": sku, "quantity": 2}]}
        answers = fire(platform, merchant, [body] * 50, {"Idempotency-Key": "same-key"})
        statuses = Counter(answer.status_code for answer in answers)
        assert set(statuses) <= {200, 201, 409}
        done = [answer.json() for answer in answers if answer.status_code < 300]
        assert len({issuance["id"] for issuance in done}) == 1
        for answer in answers:
            if answer.status_code == 409:
                assert answer.json()["outcome"] == "in_progress"
        assert sum("idempotent-replayed" not in answer.headers for answer in answers if answer.is_success) == 1
        assert len(set(read_codes(client, done[0]["id"]))) == 2
        assert available(client, sku) == 98


def test_fifty_threads_with_one_external_id_and_no_key_make_one_issuance(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        sku = shelf(client, merchant, 100)
        answers = fire(platform, merchant, [{"external_id": "SAME-2", "lines": [{"sku": sku, "quantity": 1}]}] * 50)
        assert Counter(answer.status_code for answer in answers)[201] == 1
        assert len({answer.json()["id"] for answer in answers if answer.is_success}) == 1
        assert available(client, sku) == 99


def test_fifty_orders_on_thirty_codes_issue_thirty_and_refuse_twenty(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        sku = shelf(client, merchant, 30)
        bodies = [{"external_id": f"FEW-{n}", "lines": [{"sku": sku, "quantity": 1}]} for n in range(50)]
        answers = fire(platform, merchant, bodies)
        assert Counter(answer.status_code for answer in answers) == {201: 30, 409: 20}
        for answer in answers:
            if answer.status_code == 409:
                problem = answer.json()
                assert (problem["code"], problem["outcome"]) == ("insufficient_stock", "not_executed")
        codes = [read_codes(client, answer.json()["id"])[0] for answer in answers if answer.is_success]
        assert len(set(codes)) == 30
        assert available(client, sku) == 0


def test_of_many_who_give_a_sku_one_code_at_once_one_succeeds_and_the_rest_are_told(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        product = client.post(
            "/v1/products", json={"name": "Race", "skus": [{"sku_code": "RACE-0", "name": "1", "price": 1}]}
        ).json()["id"]
    for path, body in (
        ("/v1/skus", {"product": product, "sku_code": "RACE-1", "name": "1", "price": 1}),
        ("/v1/products", {"name": "Race", "skus": [{"sku_code": "RACE-2", "name": "1", "price": 1}]}),
    ):
        answers = fire(platform, merchant, [body] * 12, path=path)
        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 11}
        assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"sku_code_taken"}


@pytest.mark.parametrize("turned", [False, True])
def test_a_refused_line_leaves_nothing_of_the_lines_beside_it(platform, merchant, turned):
    """No transaction stands around the statement that issues; what it did before the refusal is undone all the same."""
    with platform.client(merchant["api_key_live"]) as client:
        many, few = (shelf(client, merchant, count) for count in (10, 1))
        number, lines = f"HALF-{turned}", [{"sku": many, "quantity": 5}, {"sku": few, "quantity": 2}]
        body = {"external_id": number, "lines": lines[::-1] if turned else lines}
        refused = client.post("/v1/issuances?include=codes", json=body, headers={"Idempotency-Key": number})
        assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_stock")
        assert [available(client, sku) for sku in (many, few)] == [10, 1]
        assert client.get("/v1/issuances", params={"external_id": number}).json()["data"] == []

        # Neither the number nor the key was used up.
        body["lines"] = [{"sku": many, "quantity": 10}, {"sku": few, "quantity": 1}]
        done = client.post("/v1/issuances?include=codes", json=body, headers={"Idempotency-Key": number})
        assert done.status_code == 201
        assert "idempotent-replayed" not in done.headers
        assert len({code["code"] for code in done.json()["codes"]["data"]}) == 11


def test_orders_over_several_skus_in_any_order_do_not_deadlock(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        skus = [shelf(client, merchant, 200) for _ in range(3)]
        bodies = []
        for number in range(48):
            order = list(itertools.permutations(skus))[number % 6]
            lines = [{"sku": sku, "quantity": 2} for sku in order]
            bodies.append({"external_id": f"MANY-{number}", "lines": lines})
        answers = fire(platform, merchant, bodies)
        assert {answer.status_code for answer in answers} == {201}
        assert [available(client, sku) for sku in skus] == [200 - 96] * 3


def test_a_hot_sku_sells_every_code_once_when_many_ask_for_uneven_amounts(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        sku = shelf(client, merchant, 1_000)
        bodies = [{"external_id": f"HOT-{n}", "lines": [{"sku": sku, "quantity": 1 + n % 37}]} for n in range(64)]
        answers = list(map(partial(settled, client), bodies, fire(platform, merchant, bodies)))
        sold = [code for answer in answers if answer.is_success for code in read_codes(client, answer.json()["id"])]
        assert len(sold) == len(set(sold))
        assert available(client, sku) == 1_000 - len(sold)
        # Refused ones were refused for a reason: fewer are left than the smallest refused order wanted.
        refused = [answer.json()["errors"][0]["meta"]["requested"] for answer in answers if not answer.is_success]
        assert all(wanted > 1_000 - len(sold) for wanted in refused)


def test_returned_codes_that_a_buyer_holds_and_gives_up_are_sold_to_the_one_who_waited(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        sku = make_sku(client, "RETURNED")
        import_codes(client, sku, merchant["supplier_id"], ["R-1", "R-2", "R-3"])
    url = json.loads((platform.data_dir / "runtime.json").read_text())["database_url"]
    with psycopg.connect(url) as first, psycopg.connect(url) as second:
        schema = first.execute(
            "SELECT schema_name FROM public.tenancy_tenant WHERE slug = %s", [merchant["slug"]]
        ).fetchone()[0]
        for connection in (first, second):
            connection.execute(f"SET search_path TO {schema}, public")
            connection.commit()
        sku_id = first.execute("SELECT id FROM catalog_sku WHERE sku_code = 'RETURNED'").fetchone()[0]
        # All three codes come back from a hold, so that they are in no bucket any more.
        claim = "SELECT coalesce(sum(claimed_count), 0) FROM claim_codes(%s, %s, %s, 1::smallint, current_date, now())"
        first.execute(claim, [sku_id, 3, uuid.uuid4()])
        first.execute(
            "WITH gone AS (DELETE FROM inventory_allocation WHERE sku_id = %s RETURNING lot_id, span)"
            " INSERT INTO inventory_returnedrange"
            " (lot_id, sku_id, supplier_id, sell_by, unit_cost, first_position, count)"
            " SELECT l.id, l.sku_id, l.supplier_id, '9999-12-31', 0, lower(span), upper(span) - lower(span)"
            " FROM gone JOIN inventory_lot l ON l.id = gone.lot_id",
            [sku_id],
        )
        first.commit()
        assert first.execute(claim, [sku_id, 3, uuid.uuid4()]).fetchone()[0] == 3
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(lambda: second.execute(claim, [sku_id, 3, uuid.uuid4()]).fetchone()[0])
            time.sleep(0.5)
            assert not waiting.done()
            first.rollback()
            assert waiting.result(10) == 3
