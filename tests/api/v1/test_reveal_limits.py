"""``reveal_limit`` of a product: how often its codes are read in the clear through the API."""

import datetime as dt

import time_machine
from django.db import connection

from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.issuance.models import Reveal, RevealCount
from tests.api.v1.cards import JSON, buy, post, problem
from tests.api.v1.exports import content, csv_rows, make, unpack, work
from tests.world import api, make_key, make_shelf, shop, stock


def limit(client, shelf, reveal_limit):
    changed = client.patch(
        f"/v1/products/{public_id('prod', shelf.product.id)}", {"reveal_limit": reveal_limit}, content_type=JSON
    )
    assert (changed.status_code, changed.json()["reveal_limit"]) == (200, reveal_limit), changed.content


def issue(client, shelf, quantity=1, *, number="R-1", key=None, include=True, **body):
    headers = {"Idempotency-Key": key} if key else {}
    body = {"external_id": number, "lines": [{"sku": shelf.sku_id, "quantity": quantity}], **body}
    return client.post(f"/v1/issuances{'?include=codes' if include else ''}", body, content_type=JSON, headers=headers)


def read(client, issuance, **params):
    return client.get(f"/v1/issuances/{issuance}/codes", params)


def looks(tenant):
    with tenant_context(tenant):
        return Reveal.objects.count()


def counts(tenant):
    with tenant_context(tenant):
        return sorted(RevealCount.objects.values_list("count", flat=True))


def test_codes_are_read_as_often_as_the_product_allows_and_no_more(client, tenant, shelf):
    stock(tenant, shelf, 3)
    limit(client, shelf, 2)
    issued = issue(client, shelf, 3, include=False).json()["id"]
    assert counts(tenant) == []
    assert [len(read(client, issued).json()["data"]) for _ in range(2)] == [3, 3]
    refused = problem(read(client, issued), 410, "reveal_exhausted")
    assert "3" in refused["detail"]
    problem(read(client, issued, format="text"), 410, "reveal_exhausted")
    assert (counts(tenant), looks(tenant)) == ([2, 2, 2], 2)
    limit(client, shelf, 3)
    assert len(read(client, issued).json()["data"]) == 3
    limit(client, shelf, None)
    for _ in range(3):
        assert len(read(client, issued).json()["data"]) == 3


def test_a_page_with_one_used_up_code_shows_none_and_counts_none(client, tenant, shelf):
    stock(tenant, shelf, 3)
    limit(client, shelf, 1)
    issued = issue(client, shelf, 3, include=False).json()["id"]
    first = read(client, issued, limit=1).json()
    problem(read(client, issued), 410, "reveal_exhausted")
    problem(post(client, f"/v1/codes/{first['data'][0]['id']}/reveal"), 410, "reveal_exhausted")
    assert (counts(tenant), looks(tenant)) == ([1], 1)
    second = read(client, issued, limit=1, cursor=first["next_cursor"]).json()
    assert post(client, f"/v1/codes/{second['data'][0]['id']}/reveal").status_code == 410
    third = read(client, issued, limit=1, cursor=second["next_cursor"]).json()["data"]
    assert len({first["data"][0]["code"], second["data"][0]["code"], third[0]["code"]}) == 3


def test_the_answer_that_issues_is_a_look_of_its_own(client, tenant, shelf):
    stock(tenant, shelf, 2)
    limit(client, shelf, 1)
    issued = issue(client, shelf, 2).json()
    assert len(issued["codes"]["data"]) == 2
    problem(read(client, issued["id"]), 410, "reveal_exhausted")
    # The order is issued, whatever was read: a repeat says so, without the codes.
    again = issue(client, shelf, 2)
    assert (again.status_code, again.json()["id"]) == (200, issued["id"])
    assert "data" not in again.json()["codes"]
    assert looks(tenant) == 1


def test_a_lost_answer_is_had_again_with_its_idempotency_key_for_ten_minutes(client, tenant, shelf):
    stock(tenant, shelf, 2)
    limit(client, shelf, 1)
    lost = issue(client, shelf, 2, key="till-1").json()
    for _ in range(3):
        again = issue(client, shelf, 2, key="till-1")
        assert (again.status_code, again.json()["codes"]["data"]) == (201, lost["codes"]["data"])
    assert (counts(tenant), looks(tenant)) == ([1, 1], 4)  # one look, each time on record
    # Without the key anybody who knows the order could ask.
    assert "data" not in issue(client, shelf, 2).json()["codes"]
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=11)):
        late = issue(client, shelf, 2, key="till-1")
        assert (late.status_code, late.json()["id"]) == (201, lost["id"])
        assert "data" not in late.json()["codes"]


def test_a_key_whose_first_answer_had_no_codes_opens_no_second_door(client, tenant, shelf):
    stock(tenant, shelf, 1)
    limit(client, shelf, 1)
    issued = issue(client, shelf, key="till-2", include=False).json()["id"]
    assert len(read(client, issued).json()["data"]) == 1
    assert "data" not in issue(client, shelf, key="till-2").json()["codes"]
    assert counts(tenant) == [1]


def test_one_code_is_revealed_again_with_the_same_idempotency_key_only(client, tenant, shelf):
    stock(tenant, shelf, 1)
    limit(client, shelf, 1)
    issue(client, shelf, include=False)
    code = client.get("/v1/codes", {"issuance": issue(client, shelf, include=False).json()["id"]}).json()["data"][0]
    first = post(client, f"/v1/codes/{code['id']}/reveal", key="look-1")
    again = post(client, f"/v1/codes/{code['id']}/reveal", key="look-1")
    assert (first.status_code, first.json()["code"]) == (200, again.json()["code"])
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["Cache-Control"] == "no-store"
    problem(post(client, f"/v1/codes/{code['id']}/reveal", key="look-2"), 410, "reveal_exhausted")
    problem(client.post(f"/v1/codes/{code['id']}/reveal"), 410, "reveal_exhausted")
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=11)):
        problem(post(client, f"/v1/codes/{code['id']}/reveal", key="look-1"), 410, "reveal_exhausted")
    assert (counts(tenant), looks(tenant)) == ([1], 2)


def test_a_link_is_one_look_and_what_buyers_see_by_it_is_not_counted(client, tenant, shelf):
    stock(tenant, shelf, 1)
    limit(client, shelf, 1)
    issued = issue(client, shelf, include=False).json()["id"]
    link = post(client, f"/v1/issuances/{issued}/deliver", {"method": "link"}, key="link-1").json()["url"]
    path = "/pickup/" + link.rsplit("/", 1)[1]
    for _ in range(3):
        assert shop(tenant).post(path).status_code == 200
    problem(read(client, issued), 410, "reveal_exhausted")
    problem(post(client, f"/v1/issuances/{issued}/deliver", {"method": "link"}), 410, "reveal_exhausted")
    same = post(client, f"/v1/issuances/{issued}/deliver", {"method": "link"}, key="link-1")
    assert (same.status_code, same.json()["url"]) == (201, link)


def test_an_issue_that_would_be_read_twice_at_once_is_refused_whole(client, tenant, shelf):
    stock(tenant, shelf, 1)
    limit(client, shelf, 1)
    problem(issue(client, shelf, delivery={"method": "link"}), 410, "reveal_exhausted")
    assert client.get("/v1/issuances").json()["data"] == []
    assert counts(tenant) == []
    assert issue(client, shelf).status_code == 201


def test_every_line_counts_for_itself(client, tenant, shelf):
    free = make_shelf(tenant)
    stock(tenant, shelf, 1)
    stock(tenant, free, 2)
    limit(client, shelf, 1)
    lines = [{"sku": free.sku_id, "quantity": 2}, {"sku": shelf.sku_id, "quantity": 1}]
    issued = issue(client, shelf, lines=lines, include=False).json()["id"]
    for _ in range(3):
        assert len(read(client, issued, limit=2).json()["data"]) == 2  # of the product without a limit
    assert len(read(client, issued).json()["data"]) == 3
    problem(read(client, issued), 410, "reveal_exhausted")
    assert counts(tenant) == [1]


def test_a_generated_code_is_counted(client, tenant, gift):
    limit(client, gift, 1)
    code = buy(client, gift)["codes"]["data"][0]
    problem(post(client, f"/v1/codes/{code['id']}/reveal"), 410, "reveal_exhausted")


def test_a_shared_code_counts_for_each_issuance_that_has_it(client, tenant):
    shared = make_shelf(tenant, code_mode="shared")
    taken = {
        "sku": shared.sku_id,
        "supplier": shared.supplier_id,
        "rows": [{"code": "SAME-FOR-ALL"}],
        "shared_uses": 10,
    }
    assert post(client, "/v1/imports", taken).status_code == 202
    work()
    limit(client, shared, 1)
    for number in ("A", "B"):
        issued = issue(client, shared, 2, number=number).json()
        assert [code["code"] for code in issued["codes"]["data"]] == ["SAME-FOR-ALL"] * 2
        problem(read(client, issued["id"]), 410, "reveal_exhausted")


def test_a_revealing_export_keeps_codes_with_a_limit_masked(client, tenant, shelf, tmp_path):
    free = make_shelf(tenant)
    stock(tenant, shelf, 1)
    stock(tenant, free, ["TO-BE-SEEN"])
    limit(client, shelf, 1)
    lines = [{"sku": free.sku_id, "quantity": 1}, {"sku": shelf.sku_id, "quantity": 1}]
    issued = issue(client, shelf, lines=lines, include=False).json()["id"]
    export, operation = make(client, "codes", issuance=issued, reveal=True)
    rows = csv_rows(unpack(content(export["download_url"]), operation["archive_password"], tmp_path))
    assert [row["code"] for row in rows] == ["TO-BE-SEEN", ""]
    with tenant_context(tenant):
        assert Reveal.objects.get(export_id__isnull=False).count == 1
    assert len(read(client, issued).json()["data"]) == 2


def test_another_shop_can_neither_read_nor_use_up(client, tenant, other_tenant, shelf):
    stock(tenant, shelf, 1)
    limit(client, shelf, 1)
    issued = issue(client, shelf, include=False).json()["id"]
    stranger = api(make_key(other_tenant))
    assert read(stranger, issued).status_code == 404
    assert post(stranger, f"/v1/issuances/{issued}/deliver", {"method": "link"}).status_code == 404
    assert counts(tenant) == []
    assert len(read(client, issued).json()["data"]) == 1


def test_a_product_without_a_limit_leaves_no_count_behind(client, tenant, shelf):
    stock(tenant, shelf, 1)
    issued = issue(client, shelf).json()["id"]
    for _ in range(5):
        assert read(client, issued).status_code == 200
    assert counts(tenant) == []
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM issuance_reveal")
        assert cursor.fetchone()[0] == 6


def test_a_limit_is_a_number_of_looks(client):
    sku = {"sku_code": "RL-1", "name": "1", "price": 1}
    made = client.post("/v1/products", {"name": "P", "reveal_limit": 5, "skus": [sku]}, content_type=JSON).json()
    assert made["reveal_limit"] == 5
    assert client.get(f"/v1/products/{made['id']}").json()["reveal_limit"] == 5
    for wrong in (0, -1, 1001, "1", 1.5):
        refused = client.patch(f"/v1/products/{made['id']}", {"reveal_limit": wrong}, content_type=JSON)
        assert (refused.status_code, refused.json()["param"]) == (400, "reveal_limit")
