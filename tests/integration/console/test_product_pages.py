"""One product: everything said of it, its pictures, its SKUs, its place, what it is sorted into."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import Category, Product, Sku, Tag
from tests.integration.console.test_back_office import staff
from tests.integration.console.test_product_list import LIST, make
from tests.world import shop

PLAIN = {"kind": "gift_card", "stock_display": "words", "purchase_mode": "reserve_first", "fulfilment": "automatic"}
SKU = {"name": "月卡", "price": "30", "min_quantity": "1", "max_quantity": "0", "quantity_multiple": "1",
       "low_stock_threshold": "20", "min_days_left": "0", "active": "on"}  # fmt: skip


def picture(format="PNG", size=(40, 30), **more):
    out = io.BytesIO()
    Image.new("RGB", size, "#336699").save(out, format, **more)
    return out.getvalue()


def upload(client, product, *contents):
    files = [SimpleUploadedFile(f"p{n}.png", content) for n, content in enumerate(contents)]
    return client.post(f"{LIST}/{product.id}/pictures", {"pictures": files}, follow=True).content.decode()


def pictures(tenant):
    with tenant_context(tenant):
        return Product.objects.get().pictures


def files(tenant, product):
    folder = Path(settings.MEDIA_ROOT) / tenant.schema_name / "products" / product.id.hex
    return sorted(path.name for path in folder.glob("*")) if folder.exists() else []


def test_everything_said_of_a_product_is_changed_at_once(tenant):
    product, client = make(tenant, "A", 1000), staff(tenant)
    with tenant_context(tenant):
        category, tag = Category.objects.get(slug="game"), Tag.objects.get(slug="hot")
    said = {**PLAIN, "version": 1, "name": "新名字", "name_en": "New", "summary": "s", "instructions": "一\r\n二", "pinned": "on",
            "category": str(category.id), "tags": [str(tag.id)], "fulfilment": "manual", "reveal_limit": "3"}  # fmt: skip
    assert client.post(f"{LIST}/{product.id}", said).status_code == 302
    with tenant_context(tenant):
        saved = Product.objects.get()
        assert (saved.name, saved.instructions, saved.fulfilment, saved.reveal_limit) == (
            "新名字",
            "一\n二",
            "manual",
            3,
        )
        assert (saved.category.slug, [row.slug for row in saved.tags.all()], saved.pinned) == ("game", ["hot"], True)
    stale = client.post(f"{LIST}/{product.id}", {**said, "name": "再改"})
    assert (stale.status_code, "再改" in stale.content.decode()) == (409, True)
    with tenant_context(tenant):
        assert Product.objects.get().name == "新名字"


def test_pictures_are_drawn_anew_ordered_and_shown(tenant):
    product, client = make(tenant, "A", 1000), staff(tenant)
    photo = picture("JPEG", (3000, 2000), exif=Image.Exif())
    upload(client, product, picture(), photo)
    first, second = pictures(tenant)
    kept = Path(settings.MEDIA_ROOT) / tenant.schema_name / second["path"]
    with Image.open(kept) as drawn:
        assert (drawn.format, max(drawn.size)) == ("WEBP", 1280)
    arranged = {"path": [first["path"], second["path"]], "alt": ["卡面", "背面"], "first": second["path"]}
    client.post(f"{LIST}/{product.id}/pictures/arrange", arranged)
    assert [(row["path"], row["alt"]) for row in pictures(tenant)] == [
        (second["path"], "背面"),
        (first["path"], "卡面"),
    ]
    with tenant_context(tenant):
        assert Product.objects.get().image == second["path"]
    shown = shop(tenant).get(f"/p/{product.slug}").content.decode()
    assert 'alt="背面"' in shown
    assert 'alt="卡面"' in shown


def test_the_file_of_a_removed_picture_goes_unless_a_copy_still_shows_it(tenant, django_capture_on_commit_callbacks):
    product, client = make(tenant, "A", 1000), staff(tenant)
    upload(client, product, picture())
    (only,) = pictures(tenant)
    copied = client.post(f"{LIST}/{product.id}/copy").headers["Location"]
    drop = {"path": [only["path"]], "alt": [""], "drop": only["path"]}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{LIST}/{product.id}/pictures/arrange", drop)
    assert len(files(tenant, product)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{copied}/pictures/arrange", drop)
    assert files(tenant, product) == []


def test_a_path_that_is_not_the_products_own_is_never_shown(tenant):
    product, client = make(tenant, "A", 1000), staff(tenant)
    upload(client, product, picture())
    evil = {"path": ["../../other/secret.webp", "front/x.webp"], "alt": ["", ""]}
    client.post(f"{LIST}/{product.id}/pictures/arrange", evil)
    assert pictures(tenant) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(50),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        picture()[:60],
        b"\x89PNG\r\n\x1a\n" + bytes(5 * 1024 * 1024),
        picture(size=(4200, 2)),
    ],
    ids=["empty", "gif", "svg", "cut off", "too large", "too wide"],
)
def test_what_is_no_plain_picture_is_refused_and_nothing_is_kept(tenant, content):
    product, client = make(tenant, "A", 1000), staff(tenant)
    assert "图片没有保存" in upload(client, product, content)
    assert (pictures(tenant), files(tenant, product)) == ([], [])


def test_a_picture_with_a_script_behind_it_is_kept_without(tenant):
    product, client = make(tenant, "A", 1000), staff(tenant)
    upload(client, product, picture() + b"<?php system($_GET['x']); ?><script>alert(1)</script>")
    (only,) = pictures(tenant)
    kept = (Path(settings.MEDIA_ROOT) / tenant.schema_name / only["path"]).read_bytes()
    assert b"script" not in kept
    assert kept.startswith(b"RIFF")


def test_no_more_pictures_than_may_be(tenant):
    product, client = make(tenant, "A", 1000), staff(tenant)
    upload(client, product, *[picture(size=(10 + n, 10)) for n in range(6)])
    assert "最多 6 张" in upload(client, product, picture(size=(30, 30)))
    assert len(pictures(tenant)) == 6


def test_a_sku_is_made_changed_and_moved(tenant):
    product, client = make(tenant, "A", 1000), staff(tenant)
    asked = {"ask_label_0": "充值账号", "ask_type_0": "phone", "ask_required_0": "on", "ask_placeholder_0": "手机号",
             "ask_label_1": "区服", "ask_options_1": "一区|二区"}  # fmt: skip
    made = client.post(f"{LIST}/{product.id}/skus/new", {**SKU, **asked, "price_tiers": "5=28\n10=25"})
    assert made.status_code == 302
    with tenant_context(tenant):
        sku = Sku.objects.get(name="月卡")
    assert (sku.price, sku.price_tiers, sku.position) == (3000, [[5, 2800], [10, 2500]], 1)
    assert [(field["label"], field["type"], field["options"]) for field in sku.input_schema] == [
        ("充值账号", "phone", []), ("区服", "select", ["一区", "二区"]),
    ]  # fmt: skip
    path = f"{LIST}/skus/{sku.id}"
    assert "5=28.00" in client.get(path).content.decode()
    change = {**SKU, "version": sku.version, "price": "29", "cost": "20", "fields_text": "qq=QQ 号=true=填写 QQ=digits"}
    assert client.post(path, change).status_code == 302
    assert client.post(path, change).status_code == 422  # the version is no longer that
    with tenant_context(tenant):
        sku.refresh_from_db()
    assert (sku.price, sku.cost, sku.price_tiers, sku.input_schema[0]["name"]) == (2900, 2000, [], "qq")
    client.post(f"{path}/move", {"by": "-1"})
    with tenant_context(tenant):
        assert [row.name for row in product.skus.order_by("position")] == ["月卡", "规格1"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"price_tiers": "5-3"}, "第 1 行：写成 数量=单价"),
        ({"price_tiers": "5=3\n5=2"}, "同一数量写了两次"),
        ({"price_tiers": "5=30"}, "阶梯价要低于售价"),
        ({"min_quantity": "5", "max_quantity": "3"}, "最多购买要够买一组"),
        ({"price": "0"}, "金额须大于 0"),
        ({"price": "abc"}, "金额须写成 45.00 这样"),
        ({"fields_text": "账号"}, "第 1 行无法识别"),
        ({"sku_code": "A-1"}, "规格编码已被使用"),
        ({"code_mode": "generated"}, "不能同时使用"),
    ],
)
def test_what_is_wrong_with_a_sku_is_said_beside_it_and_nothing_is_made(tenant, more, words):
    product = make(tenant, "A", 1000)
    answer = staff(tenant).post(f"{LIST}/{product.id}/skus/new", {**SKU, **more})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    with tenant_context(tenant):
        assert Sku.objects.count() == 1


def test_quantity_prices_are_shown_while_they_are_typed(tenant):
    client = staff(tenant)
    for text, words in (("5=3", "满 5 件每件 ¥3.00"), ("5=", "第 1 行")):
        assert words in client.post(f"{LIST}/tiers", {"price_tiers": text}).content.decode()


def test_products_are_dragged_stepped_and_pinned_and_the_shop_shows_them_so(tenant):
    a, b, c = (make(tenant, name, 1000) for name in "ABC")
    client = staff(tenant)

    def shown():
        text = shop(tenant).get("/").content.decode()
        return "".join(sorted("ABC", key=lambda name: text.index(f'<span class="name">{name}<')))

    assert shown() == "ABC"
    client.post(f"{LIST}/order", {"product": str(c.id), "before": str(a.id)})
    assert shown() == "CAB"
    client.post(f"{LIST}/order", {"product": str(c.id), "by": "1"})
    assert shown() == "ACB"
    client.post(f"{LIST}/order", {"product": str(b.id), "by": "-1"})
    assert shown() == "ABC"
    client.post(f"{LIST}/order", {"product": str(a.id), "before": ""})
    assert shown() == "BCA"
    with tenant_context(tenant):
        versions = dict(Product.objects.values_list("name", "version"))
    client.post(f"{LIST}/order", {"product": str(a.id), "by": "-1"})
    with tenant_context(tenant):  # one move changes one product
        changed = {
            name for name, version in Product.objects.values_list("name", "version") if versions[name] != version
        }
    assert (shown(), changed) == ("BAC", {"A"})
    client.post(f"{LIST}/order/{c.id}/pin", {"pinned": "1"})
    assert shown() == "CBA"
    assert client.post(f"{LIST}/order", {"product": "x", "by": "1"}).status_code == 404


def test_a_copy_is_off_sale_and_has_codes_of_its_own(tenant):
    product, client = make(tenant, "A", 1000, 2000), staff(tenant)
    path = client.post(f"{LIST}/{product.id}/copy").headers["Location"]
    assert "A 副本" in client.get(path).content.decode()
    with tenant_context(tenant):
        copy = Product.objects.exclude(pk=product.pk).get()
        assert (copy.active, copy.skus.count(), Sku.objects.values("sku_code").distinct().count()) == (False, 2, 4)


def test_a_category_is_made_renamed_moved_and_taken_from_its_products(tenant):
    product, client = make(tenant, "A", 1000), staff(tenant)
    client.post(f"{LIST}/groups/category", {"name": "手游充值", "name_en": "", "icon": "gamepad"})
    with tenant_context(tenant):
        made = Category.objects.get(name="手游充值")
    assert made.slug == "shou-you-chong-zhi"
    client.post(f"{LIST}/groups/category", {"id": str(made.id), "name": "手机游戏", "icon": "phone"})
    client.post(f"{LIST}/groups/category/{made.id}/move", {"by": "-1"})
    client.post(f"{LIST}/bulk/sort", {"pick": [str(product.id)], "category": made.slug})
    with tenant_context(tenant):
        assert [row.name for row in Category.objects.order_by("position")][-2] == "手机游戏"
    asked = client.get(f"{LIST}/groups/category/{made.id}/delete").content.decode()
    assert "1 个商品会不再属于它" in asked
    client.post(f"{LIST}/groups/category/{made.id}/delete")
    with tenant_context(tenant):
        assert Product.objects.get().category is None
    refused = client.post(f"{LIST}/groups/tag", {"name": "热销、新品"})
    assert (refused.status_code, "不能有逗号" in refused.content.decode()) == (422, True)


def test_a_first_product_needs_a_name_a_face_value_and_a_price_and_leads_to_its_codes(tenant):
    client = staff(tenant)
    made = client.post(f"{LIST}/new", {"name": "Steam 充值", "sku_face_1": "50", "sku_price_1": "48.5"})
    with tenant_context(tenant):
        sku = Sku.objects.select_related("product").get()
    assert (sku.name, sku.face_value, sku.price, sku.product.active) == ("50元", 5000, 4850, True)
    assert made.headers["Location"] == f"/console/imports/new?sku={sku.id}"
    empty = client.post(f"{LIST}/new", {"name": "B", "sku_face_1": "50"})
    assert (empty.status_code, "请填写售价" in empty.content.decode()) == (422, True)


@pytest.mark.parametrize("path", ["", "/skus/new", "/copy", "/pictures"])
def test_another_shops_product_is_nowhere(tenant, other_tenant, path):
    product = make(other_tenant, "A", 1000)
    assert staff(tenant).post(f"{LIST}/{product.id}{path}", {**PLAIN, **SKU, "version": 1}).status_code in {302, 404}
    with tenant_context(other_tenant):
        assert (Product.objects.get().version, Sku.objects.count()) == (1, 1)
