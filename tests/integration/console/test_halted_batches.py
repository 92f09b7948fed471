"""A batch that the platform keeps off the shelf: its merchant reads why and what to do, cannot resume it, and learns of no other shop."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.inventory.enums import Halt
from tenants.inventory.models import CodeImport, Lot
from tests.integration.compliance.screened import CODES, bring
from tests.integration.console.test_back_office import staff
from tests.integration.inventory.imports import begin

REVIEW = "平台正在核查这批卡密的来源，暂不上架；已售订单不受影响。"


def text_of(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def halted(tenant, other_tenant):
    bring(tenant, CODES)
    return bring(other_tenant, CODES)


def test_the_merchant_reads_why_and_what_to_do(tenant, other_tenant, halted):
    _, row, lot = halted
    client = staff(other_tenant)
    for path in (f"/console/imports/{row.id}", f"/console/stock/batches/{lot.id}"):
        page = text_of(client.get(path))
        assert REVIEW in page
        assert "进货凭证" in page
        assert not any(word in page for word in (tenant.name, tenant.slug, tenant.role_name, CODES[0]))
    assert "resume" not in text_of(client.get(f"/console/stock/batches/{lot.id}"))
    assert "平台暂停上架的批次" in text_of(client.get("/console/attention"))
    found = text_of(client.get("/console/stock/batches?shelf=halted"))
    assert f"#{lot.id}" in found
    assert "平台核查中" in found
    assert f"#{lot.id}" not in text_of(client.get("/console/stock/batches?shelf=open"))


def test_resuming_by_hand_is_refused_with_words(other_tenant, halted):
    _, _, lot = halted
    client = staff(other_tenant)
    answer = client.post(f"/console/stock/batches/{lot.id}/resume", {"reason": "要卖"}, follow=True)
    assert "店铺不能自行恢复" in text_of(answer)
    with tenant_context(other_tenant):
        assert Lot.objects.get(pk=lot.pk).halt == Halt.REVIEW


def test_undoing_the_import_is_still_possible(other_tenant, halted):
    _, row, lot = halted
    client = staff(other_tenant)
    text_of(client.post(f"/console/imports/{row.id}/undo", follow=True))
    with tenant_context(other_tenant):
        assert Lot.objects.get(pk=lot.pk).withdrawn
    assert "平台暂停上架的批次" not in text_of(client.get("/console/attention"))
    assert REVIEW not in text_of(client.get(f"/console/stock/batches/{lot.id}"))


def test_of_its_own_double_the_merchant_reads_which_import_it_is_in(tenant):
    _, first, earlier = bring(tenant, CODES)
    _, row, _ = bring(tenant, [code.lower() for code in CODES])
    page = text_of(staff(tenant).get(f"/console/imports/{row.id}"))
    assert "只是写法不同" in page
    assert f"/console/imports/{first.id}" in page
    assert f"#{earlier.id}" in page


def test_an_import_that_is_looked_up_shows_how_far_it_is(tenant, shelf):
    row = begin(tenant, shelf, b"A-1\n")
    with tenant_context(tenant):
        CodeImport.objects.filter(pk=row.pk).update(state="screening", accepted=8)
        Lot.objects.create(
            code_import_id=row.id, sku_id=shelf.sku.id, supplier_id=shelf.contract.supplier_id, size=8, screened=3,
            shelf="held", halt=Halt.SCREENING, created_at=row.created_at,
        )  # fmt: skip
    page = text_of(staff(tenant).get(f"/console/imports/{row.id}"))
    assert "正在核对：3 / 8 张" in page
    assert "核对中" in page
    assert "取消导入" in page
