"""The import wizard: what is double or wrong is said before anything is taken; a supplier is registered on the spot."""

from __future__ import annotations

import re

import pytest

from platform_core.compliance.enums import Clearance
from platform_core.tenancy.context import tenant_context
from tenants.inventory.models import CodeImport, SupplierContract
from tenants.inventory.selectors import list_stock
from tests.api.v1.testing import run_jobs
from tests.integration.console.test_back_office import staff
from tests.world import make_shelf, now, set_clearance, shop, stock

SIGNED = re.compile(r'name="signed" value="([^"]+)"')


def preview(client, shelf, lines, status=200, **fields):
    data = {"sku": str(shelf.sku.id), "contract": str(shelf.contract.id), "pasted": "\n".join(lines), **fields}
    answer = client.post("/console/imports/preview", data)
    assert answer.status_code == status
    return answer.content.decode()


def begin(client, page):
    started = client.post("/console/imports/start", {"signed": SIGNED.search(page)[1]})
    assert started.status_code == 302
    run_jobs()
    return started.headers["Location"]


def sums(page):
    return [int(number) for number in re.findall(r"<strong>(\d+)</strong>", page.split('class="sums"')[1])[:4]]


def test_duplicates_and_wrong_lines_are_counted_and_named_before_anything_is_taken(tenant, shelf):
    stock(tenant, shelf, ["STOCKED-00000001"])
    client = staff(tenant)
    lines = ["FRESH-00000001,50,2030-01-01", "FRESH-00000002,100,2030-01-01", "FRESH-00000001,50,2030-01-01",
             "STOCKED-00000001,50,2030-01-01", "FRESH-00000003,50,2001-01-01"]  # fmt: skip
    page = preview(client, shelf, lines, separator=",", column_0="secret", column_1="face_value", column_2="expires_on")
    assert sums(page) == [1, 1, 1, 2]
    for words in ("和第 1 行是同一张卡密", "库存里已经有这张卡密", "面额与所选规格不一致", "有效期已过"):
        assert words in page
    assert "FRESH-0000" not in page
    assert "¥50.00" in page
    with tenant_context(tenant):
        assert not CodeImport.objects.filter(filename="paste.txt").exists()
    begin(client, page)
    with tenant_context(tenant):
        row = CodeImport.objects.get(filename="paste.txt")
        assert [row.accepted, row.duplicates_in_file, row.duplicates_in_stock, row.rejected] == sums(page)


def test_a_file_with_nothing_new_cannot_be_begun(tenant, shelf):
    stock(tenant, shelf, ["STOCKED-00000001"])
    page = preview(staff(tenant), shelf, ["STOCKED-00000001"])
    assert re.search(r'<button class="button" disabled>', page)


def test_a_new_owner_has_a_thousand_codes_on_sale_with_a_supplier_registered_on_the_spot(tenant):
    shelf = make_shelf(tenant)
    client = staff(tenant)
    lines = [f"NEW-{number:06d}----PIN-{number * 7919:09d}" for number in range(1_000)]
    page = preview(client, shelf, lines, contract="", supplier_name="杭州新供应商有限公司", unit_cost="40")
    assert "还没有通过平台审核" in page
    assert sums(page)[0] == 1_000
    again = preview(client, shelf, lines[:2], contract="", supplier_name="杭州新供应商有限公司")
    assert "杭州新供应商有限公司" in again
    state = begin(client, page)
    assert "通过后这些卡密自动开售" in client.get(state).content.decode()
    with tenant_context(tenant):
        contract = SupplierContract.objects.get(name="杭州新供应商有限公司")
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 0
    set_clearance(contract, Clearance.CLEARED)
    with tenant_context(tenant):
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 1_000
        assert CodeImport.objects.get().unit_cost == 4000
    assert "自动开售" not in client.get(state).content.decode()
    assert shelf.product.name in shop(tenant).get("/").content.decode()


@pytest.mark.parametrize(("name", "words"), [("", "请选择供应商"), ("x", "请填写供应商全称")])
def test_a_batch_without_a_source_is_refused(tenant, shelf, name, words):
    assert words in preview(staff(tenant), shelf, ["A----B"], status=422, contract="", supplier_name=name)
    with tenant_context(tenant):
        assert SupplierContract.objects.count() == 1


def test_columns_of_a_supplier_are_remembered(tenant, shelf):
    client = staff(tenant)
    page = preview(
        client, shelf, ["PIN-000001,N-1", "PIN-000002,N-2"], separator=",", column_0="secret", column_1="card_number"
    )
    begin(client, page)
    page = preview(client, shelf, ["PIN-000003,N-3", "PIN-000004,N-4"])
    assert re.search(r'name="column_0">\s*<option value="secret" selected', page)


def test_the_upload_of_another_shop_is_not_read(tenant, other_tenant, shelf):
    page = preview(staff(tenant), shelf, ["SECRET-00000001"])
    client = staff(other_tenant)
    signed = SIGNED.search(page)[1]
    answer = client.post("/console/imports/preview", {"signed": signed})
    assert answer.status_code == 404
    assert client.post("/console/imports/start", {"signed": signed}).status_code == 404
