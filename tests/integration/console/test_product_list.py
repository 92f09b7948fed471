"""The list of products: found, edited where they stand, changed many at once, taken back."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.tenancy.context import tenant_context
from tenants.access.models import AuditEntry
from tenants.catalog.models import CatalogChange, Category, Product, Sku, Tag
from tenants.catalog.services.create_product import SkuDraft, create_product
from tenants.catalog.services.update_product import update_product
from tenants.catalog.services.update_sku import update_sku
from tests.integration.console.test_back_office import staff
from tests.world import make_shelf, now, stock

LIST = "/console/products"


def make(tenant, name, *prices, active=True, code=None):
    with tenant_context(tenant):
        drafts = [
            SkuDraft(sku_code=f"{code or name}-{number}", name=f"规格{number}", price=price, face_value=price)
            for number, price in enumerate(prices, 1)
        ]
        return create_product(name=name, skus=drafts, now=now(), active=active)


def page(client, query=""):
    answer = client.get(f"{LIST}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def cell_of(sku, field="price"):
    return f"{LIST}/skus/{sku.id}/cell/{field}"


def prices(tenant, product):
    with tenant_context(tenant):
        return list(product.skus.order_by("position").values_list("price", flat=True))


def only_sku(tenant):
    with tenant_context(tenant):
        return Sku.objects.get()


def undo_of(tenant):
    with tenant_context(tenant):
        return f"{LIST}/undo/{CatalogChange.objects.order_by('-id').first().id}"


def test_each_filter_finds_its_products_and_no_other(tenant):
    shelf = make_shelf(tenant, low_stock_threshold=5)
    stock(tenant, shelf, 50)
    video, game, away = (
        make(tenant, "爱优会员", 1000),
        make(tenant, "点点卡", 900, active=False),
        make(tenant, "旧卡", 800),
    )
    with tenant_context(tenant):
        hot = Tag.objects.get(slug="hot")
        update_product(product_id=video.id, changes={"tags": ["hot"], "category": "game"}, now=now())
        update_product(product_id=game.id, changes={"fulfilment": "manual", "occasions": ["holiday"]}, now=now())
        update_product(product_id=away.id, changes={"archived": True}, now=now())
    names = {"爱优会员", "点点卡", "旧卡", shelf.product.name}
    client = staff(tenant)
    for query, found in (
        ("", {"爱优会员", "点点卡", shelf.product.name}),
        ("?q=aiyou", {"爱优会员"}),
        (f"?q={shelf.sku.sku_code[:6]}", {shelf.product.name}),
        (f"?tag={hot.slug}", {"爱优会员"}),
        ("?category=game", {"爱优会员"}),
        ("?occasion=holiday", {"点点卡"}),
        ("?state=off", {"点点卡"}),
        ("?state=archived", {"旧卡"}),
        ("?state=on", {"爱优会员", shelf.product.name}),
        ("?fulfilment=manual", {"点点卡"}),
        ("?low=1", {"爱优会员"}),
    ):
        shown = page(client, query)
        assert {name for name in names if f">{name}</a>" in shown} == found, query


def test_the_list_asks_as_little_for_thirty_products_as_for_three(tenant):
    client = staff(tenant)
    counts = []
    for number in range(30):
        make(tenant, f"P{number:02}", 1000, 2000)
        if number in {2, 29}:
            with CaptureQueriesContext(connection) as seen:
                page(client)
            counts.append(len([query for query in seen if "search_path" not in query["sql"]]))
    assert counts[0] == counts[1]
    assert counts[1] < 10, "\n".join(query["sql"][:110] for query in seen)


def test_a_price_is_changed_where_it_stands_and_noted(tenant):
    product, client = make(tenant, "A", 1000), staff(tenant)
    sku = only_sku(tenant)
    editor = client.get(cell_of(sku)).content.decode()
    assert 'value="10.00"' in editor
    assert 'data-version="1"' in editor
    answer = client.post(cell_of(sku), {"value": "12.5", "version": 1})
    assert (answer.status_code, "¥12.50" in answer.content.decode()) == (200, True)
    assert prices(tenant, product) == [1250]
    with tenant_context(tenant):
        entry = AuditEntry.objects.filter(act="sku_cell").select_related("outcome").get()
    assert (entry.outcome.detail["before"], entry.outcome.detail["after"]) == ("¥10.00", "¥12.50")
    assert "¥12.50" in client.get(cell_of(sku), {"shown": ""}).content.decode()


def test_the_second_of_two_who_edit_one_value_is_told_what_it_is_now(tenant):
    product, client = make(tenant, "A", 1000), staff(tenant)
    sku = only_sku(tenant)
    assert client.post(cell_of(sku), {"value": "11", "version": 1}).status_code == 200
    late = client.post(cell_of(sku), {"value": "9", "version": 1})
    assert (late.status_code, "现在是 ¥11.00" in late.content.decode()) == (409, True)
    assert 'data-version="2"' in late.content.decode()
    assert prices(tenant, product) == [1100]
    assert client.post(cell_of(sku), {"value": "9"}).status_code == 409  # without a version nothing is overwritten
    assert prices(tenant, product) == [1100]


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("price", "0", 422),
        ("price", "-1", 422),
        ("price", "1.005", 422),
        ("price", "", 422),
        ("price", "NaN", 422),
        ("price", "1e9", 422),
        ("list_price", "x", 422),
        ("list_price", "20", 200),
        ("low_stock_threshold", "-1", 422),
        ("low_stock_threshold", "7", 200),
        ("active", "0", 200),
        ("active", "2", 422),
        ("cost", "5", 404),
        ("version", "5", 404),
    ],
)
def test_a_cell_takes_what_fits_and_names_what_does_not(tenant, field, value, status):
    make(tenant, "A", 1000)
    sku = only_sku(tenant)
    answer = staff(tenant).post(cell_of(sku, field), {"value": value, "version": 1})
    assert answer.status_code == status
    assert ('role="alert"' in answer.content.decode()) == (status == 422)
    with tenant_context(tenant):
        assert Sku.objects.get().version == (2 if status == 200 else 1)


def test_who_may_only_look_sees_no_way_to_edit_and_has_none(tenant, other_tenant):
    product, client = make(tenant, "A", 1000), staff(tenant, "developer")
    sku = only_sku(tenant)
    assert "data-cell" not in page(client)
    assert client.post(cell_of(sku), {"value": "9", "version": 1}).status_code == 404
    assert staff(other_tenant).post(cell_of(sku), {"value": "9", "version": 1}).status_code == 404
    assert prices(tenant, product) == [1000]


def _rule(products, **more):
    return {
        "pick": [str(product.id) for product in products],
        "field": "price",
        "move": "percent",
        "step": "10",
        **more,
    }


def _shown(page):
    return re.findall(r'name="sku" value="([^"]+)"[^>]* checked', page)


def test_prices_are_changed_as_the_preview_showed_and_taken_back(tenant):
    one, two, client = make(tenant, "A", 999, 2000), make(tenant, "B", 1), staff(tenant)
    rule = _rule([one, two], amount="-5")
    preview = client.post(f"{LIST}/bulk/prices", rule).content.decode()
    assert "¥9.50" in preview
    assert "¥19.00" in preview
    assert "不能为 0 或负数" in preview  # 0.01 less 5 percent, rounded to 0.10
    assert prices(tenant, one) == [999, 2000]
    client.post(f"{LIST}/bulk/reprice", {**rule, "sku": _shown(preview)})
    assert (prices(tenant, one), prices(tenant, two)) == ([950, 1900], [1])
    client.post(undo_of(tenant))
    assert (prices(tenant, one), prices(tenant, two)) == ([999, 2000], [1])
    client.post(undo_of(tenant))  # once is enough
    assert prices(tenant, one) == [999, 2000]


def test_a_price_that_somebody_changed_after_the_preview_stops_all_of_them(tenant):
    one, client = make(tenant, "A", 1000, 2000), staff(tenant)
    rule = _rule([one], amount="10")
    picked = _shown(client.post(f"{LIST}/bulk/prices", rule).content.decode())
    with tenant_context(tenant):
        update_sku(sku_id=one.skus.get(price=2000).id, changes={"price": 2100}, now=now())
    answer = client.post(f"{LIST}/bulk/reprice", {**rule, "sku": picked}, follow=True)
    assert "没有改价" in answer.content.decode()
    assert prices(tenant, one) == [1000, 2100]


def test_undo_leaves_alone_what_was_changed_since(tenant):
    one, client = make(tenant, "A", 1000, 2000), staff(tenant)
    rule = _rule([one], amount="10")
    picked = _shown(client.post(f"{LIST}/bulk/prices", rule).content.decode())
    client.post(f"{LIST}/bulk/reprice", {**rule, "sku": picked})
    with tenant_context(tenant):
        update_sku(sku_id=one.skus.get(price=2200).id, changes={"price": 2500}, now=now())
    answer = client.post(undo_of(tenant), follow=True).content.decode()
    assert "1 项之后又有人改过" in answer
    assert prices(tenant, one) == [1000, 2500]


def test_state_pin_and_archive_of_many_are_one_act_that_is_undone(tenant):
    one, two, client = make(tenant, "A", 1000), make(tenant, "B", 1000, active=False), staff(tenant)
    pick = {"pick": [str(one.id), str(two.id)]}

    def states():
        with tenant_context(tenant):
            return list(Product.objects.order_by("name").values_list("active", "pinned", "archived"))

    before = states()
    for act, after in (
        ("on", [(True, False, False)] * 2),
        ("pin", [(True, True, False)] * 2),
        ("unpin", [(True, False, False)] * 2),
        ("archive", [(False, False, True)] * 2),
        ("restore", [(False, False, False)] * 2),
        ("on", [(True, False, False)] * 2),
    ):
        client.post(f"{LIST}/bulk/{act}", pick)
        assert states() == after, act
    for _act in range(6):
        with tenant_context(tenant):
            last = CatalogChange.objects.filter(undone_at=None).order_by("-id").first()
        client.post(f"{LIST}/undo/{last.id}")
    assert states() == before
    assert "没有这个操作" in client.post(f"{LIST}/bulk/explode", pick, follow=True).content.decode()


def test_many_are_sorted_at_once_and_back(tenant):
    one, two, client = make(tenant, "A", 1000), make(tenant, "B", 1000), staff(tenant)
    with tenant_context(tenant):
        update_product(product_id=two.id, changes={"tags": ["sale"]}, now=now())
    pick = {"pick": [str(one.id), str(two.id)], "category": "game", "tags": "+hot", "occasions": ""}
    client.post(f"{LIST}/bulk/sort", pick)
    with tenant_context(tenant):
        assert Category.objects.get(slug="game").products.count() == 2
        assert [sorted(p.tags.values_list("slug", flat=True)) for p in Product.objects.order_by("name")] == [
            ["hot"], ["hot", "sale"],
        ]  # fmt: skip
    client.post(undo_of(tenant))
    with tenant_context(tenant):
        assert not Product.objects.filter(category__isnull=False).exists()
        assert [list(p.tags.values_list("slug", flat=True)) for p in Product.objects.order_by("name")] == [[], ["sale"]]


def test_an_id_of_another_shop_among_those_picked_changes_nothing_at_all(tenant, other_tenant):
    mine, foreign, client = make(tenant, "A", 1000), make(other_tenant, "B", 1000), staff(tenant)
    for stranger in (foreign.id, uuid.uuid4()):
        for act in ("off", "pin", "archive"):
            client.post(f"{LIST}/bulk/{act}", {"pick": [str(mine.id), str(stranger)]})
        client.post(f"{LIST}/bulk/sort", {"pick": [str(mine.id), str(stranger)], "category": "game"})
    rule = _rule([mine, foreign], amount="-50")
    skus = [f"{sku.id}:1" for sku in (only_sku(tenant), only_sku(other_tenant))]
    client.post(f"{LIST}/bulk/reprice", {**rule, "sku": skus})
    for each in (tenant, other_tenant):
        with tenant_context(each):
            product = Product.objects.get()
            assert (product.active, product.pinned, product.archived, product.category_id) == (True, False, False, None)
            assert Sku.objects.get().price == 1000
            assert not CatalogChange.objects.exists()


def test_what_one_shop_changed_is_not_undone_from_another(tenant, other_tenant):
    product, client = make(tenant, "A", 1000), staff(tenant)
    client.post(f"{LIST}/bulk/off", {"pick": [str(product.id)]})
    staff(other_tenant).post(undo_of(tenant))
    with tenant_context(tenant):
        assert not Product.objects.get().active
