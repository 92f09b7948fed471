"""What a product says is saved as it was written; void clauses in it are marked on its page and put before the platform's staff."""

import pytest

from platform_core.compliance.enums import FindingState, Level, SubjectKind
from platform_core.compliance.models import Finding, Screening
from platform_core.compliance.services import mark_terms as marking
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.catalog.enums import CardNature
from tenants.catalog.models import Product
from tenants.catalog.services.review_texts import review_texts
from tenants.catalog.services.update_product import update_product
from tests.integration.compliance.supply import run_jobs
from tests.integration.console.test_back_office import staff
from tests.world import make_shelf, now

VOID = "请尽快使用。<b>售出概不退款</b>。祝您购物愉快。"


@pytest.fixture
def product(tenant):
    return make_shelf(tenant).sku.product


def write(tenant, product, **changes):
    with tenant_context(tenant):
        return update_product(product_id=product.id, changes=changes, now=now())


def findings(tenant, rule="CARD-07"):
    with platform_context():
        return list(Finding.objects.filter(rule_id=rule, tenant_role=tenant.role_name).order_by("found_at"))


def test_it_is_kept_as_written_marked_on_the_page_and_put_before_staff_once(tenant, other_tenant, product):
    write(tenant, product, description=VOID)
    run_jobs()
    page = staff(tenant).get(f"/console/products/{product.id}").content.decode()
    assert "<mark>&lt;b&gt;售出概不退款&lt;/b&gt;。</mark>" in page
    assert "法释〔2025〕4号" in page
    with tenant_context(tenant):
        assert Product.objects.get(pk=product.id).description == VOID
    (found,) = findings(tenant)
    assert (found.level, found.subject_kind, found.state) == (Level.REVIEW, SubjectKind.PRODUCT, FindingState.OPEN)
    assert found.facts["sentences"] == ["<b>售出概不退款</b>。"]
    with platform_context():
        row = Screening.objects.get(subject_ref=f"{public_id('prod', product.id)}:description")
    assert [(each["rule"], each["result"]) for each in row.outcomes] == [("CARD-07", "failed")]
    write(tenant, product, brand="别的")  # no word of it changed
    write(tenant, product, summary="好用")  # the same clause again
    run_jobs()
    assert len(findings(tenant)) == 1
    assert findings(other_tenant) == []


def test_sound_words_put_nothing_before_anybody(tenant, product):
    write(tenant, product, description="未使用可在七日内退款。", refund_rules="查看前可退。")
    run_jobs()
    assert findings(tenant) == []
    assert "无效格式条款" not in staff(tenant).get(f"/console/products/{product.id}").content.decode()


def test_a_new_product_says_so_at_once(tenant):
    form = {
        "name": "新卡",
        "summary": "本卡不得转让",
        "sku_name_1": "百元卡",
        "sku_price_1": "95.00",
        "sku_face_1": "100",
    }
    answer = staff(tenant).post("/console/products/new", form, follow=True)
    assert "“本卡不得转让”等文字可能属于无效格式条款" in answer.content.decode()


@pytest.mark.parametrize(("days", "many"), [(0, 1), (6, 1), (7, 0)])
def test_an_own_voucher_that_cannot_be_given_back_is_looked_at(tenant, product, days, many):
    with tenant_context(tenant):
        Product.objects.filter(pk=product.id).update(
            nature=CardNature.OWN_VOUCHER, card_terms={"cooling_off_days": days}
        )
        assert review_texts(product_id=product.id, now=now()) == many
    assert len(findings(tenant, "CARD-07.R")) == many


def test_without_rules_the_page_opens_and_what_was_written_is_saved(tenant, product, monkeypatch):
    monkeypatch.setattr(marking, "list_known_rules", lambda in_shop: ())
    write(tenant, product, description=VOID)
    assert staff(tenant).get(f"/console/products/{product.id}").status_code == 200
