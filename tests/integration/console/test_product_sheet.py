"""A catalogue as a table: guessed, looked at, applied, reported, taken back; and what is exported is read back unchanged."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import CatalogSheet, Category, Product, Sku
from tenants.catalog.services.update_product import update_product
from tenants.catalog.services.update_sku import update_sku
from tenants.inventory.reading.table import read_table
from tenants.reporting.files.csv_file import csv_of
from tenants.reporting.files.xlsx_file import xlsx_of
from tenants.reporting.reports.sheet import table_sheet
from tests.integration.console.test_back_office import staff
from tests.integration.console.test_product_list import LIST, make, undo_of
from tests.world import now

OURS = """名称,分类,规格,面额,售价,市场价,成本价,库存预警,说明
爱奇艺会员,影音会员,月卡,25,23.00,25,20.5,10,"第一行
第二行"
爱奇艺会员,影音会员,年卡,248,198.00,248,180,5,
Steam 充值,游戏点卡,,50,48.5,,,,
"""
DUJIAOKA = """gd_name,gd_description,actual_price,retail_price,wholesale_price_cnf,other_ipu_cnf,buy_prompt
QQ 币,秒到,9.90,10.00,"5=9.80
10=9.70",account=充值账号=true=请填写 QQ,请填对 QQ 号
"""
ECSHOP = """商品名称,商品货号,商品品牌,市场售价,本店售价,简单描述,详细描述,库存警告数量,是否上架,是否热销
京东 E 卡,JD100,京东,100.00,98.00,全场通用,详细,8,1,0
"""


def send(client, content, name="catalogue.csv"):
    raw = content if isinstance(content, bytes) else content.encode()
    return client.post(f"{LIST}/sheets", {"file": SimpleUploadedFile(name, raw)})


def whole(tenant):
    """All that a table can say."""
    with tenant_context(tenant):
        skus = list(Sku.objects.order_by("sku_code").values())
        products = list(Product.objects.order_by("id").values())
        groups = list(Product.objects.order_by("id", "tags__slug").values_list("id", "tags__slug", "occasions__slug"))
    return skus, products, groups


def test_a_table_is_guessed_looked_at_and_applied_and_taken_back(tenant):
    client = staff(tenant)
    preview = send(client, OURS).headers["Location"]
    page = client.get(preview).content.decode()
    for words in ("新商品 3 行", "将新建：", "影音会员"):
        assert words in page
    with tenant_context(tenant):
        assert not Product.objects.exists()
    client.post(f"{preview}/apply")
    with tenant_context(tenant):
        iqiyi = Product.objects.get(name="爱奇艺会员")
        assert [(sku.name, sku.face_value, sku.price, sku.cost, sku.low_stock_threshold) for sku in iqiyi.skus.order_by("position")] == [
            ("月卡", 2500, 2300, 2050, 10), ("年卡", 24800, 19800, 18000, 5),
        ]  # fmt: skip
        assert (iqiyi.category.name, iqiyi.description, iqiyi.active) == ("影音会员", "第一行\n第二行", True)
        steam = Product.objects.get(name="Steam 充值")
        assert (steam.skus.get().name, steam.category.slug) == ("50元", "game")
        assert Category.objects.filter(name="影音会员").count() == 1
    assert "已经导入过" in client.post(f"{preview}/apply", follow=True).content.decode()
    client.post(undo_of(tenant))
    with tenant_context(tenant):
        assert not Product.objects.filter(archived=False).exists()
    again = send(client, OURS).headers["Location"]  # what was put away comes back, and nothing stands there twice
    client.post(f"{again}/apply")
    with tenant_context(tenant):
        assert (Product.objects.filter(active=True).count(), Sku.objects.count()) == (2, 3)


def test_tables_of_other_card_shops_are_read(tenant):
    client = staff(tenant)
    for table in (DUJIAOKA, ECSHOP.encode("gb18030")):
        client.post(f"{send(client, table).headers['Location']}/apply")
    with tenant_context(tenant):
        coins, card = Sku.objects.get(product__name="QQ 币"), Sku.objects.get(sku_code="JD100")
        assert (coins.price, coins.list_price, coins.price_tiers) == (990, 1000, [[5, 980], [10, 970]])
        assert (coins.input_schema[0]["label"], coins.input_schema[0]["placeholder"]) == ("充值账号", "请填写 QQ")
        assert (card.price, card.list_price, card.low_stock_threshold, card.product.brand) == (9800, 10000, 8, "京东")


def test_a_table_changes_what_it_names_and_leaves_empty_cells_alone(tenant):
    make(tenant, "A", 1000, 2000)
    client = staff(tenant)
    table = "规格编码,售价,成本价,规格状态\nA-1,12.00,,\nA-2,,9,停售\n"
    page = send(client, table).headers["Location"]
    assert "修改 2 行" in client.get(page).content.decode()
    client.post(f"{page}/apply")
    with tenant_context(tenant):
        values = list(Sku.objects.order_by("sku_code").values_list("price", "cost", "active", "name"))
    assert values == [(1200, 0, True, "规格1"), (2000, 900, False, "规格2")]
    client.post(undo_of(tenant))
    with tenant_context(tenant):
        assert list(Sku.objects.order_by("sku_code").values_list("price", "cost", "active")) == [
            (1000, 0, True),
            (2000, 0, True),
        ]


def test_lines_with_faults_are_named_left_out_and_handed_back(tenant):
    make(tenant, "A", 1000)
    client = staff(tenant)
    table = (
        "名称,规格编码,售价,面额,阶梯价,库存预警,最多购买,分类\n"
        "好商品,OK,10,10,,,,\n"
        "坏价,B1,一百,,,,,\n"
        ",B2,10,,,,,\n"
        "没价,B3,,,,,,\n"
        "坏阶梯,B4,10,,5-3,,,\n"
        "坏数,B5,10,,,很多,,\n"
        "好商品,OK,11,,,,,\n"
        "=HYPERLINK(1),B6,10,abc,,,,\n"
    )
    page = send(client, table).headers["Location"]
    shown = client.get(page).content.decode()
    for words in (
        "有错 7 行",
        "第 3 行：售价 金额无法识别",
        "第 4 行：商品名称 没有填写",
        "第 8 行：规格编码 文件里重复了",
    ):
        assert words in shown
    client.post(f"{page}/apply")
    with tenant_context(tenant):
        assert set(Sku.objects.values_list("sku_code", flat=True)) == {"A-1", "OK"}
    handed = client.get(f"{page}/errors.csv").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(handed)))
    assert [row[1] for row in rows[1:]] == ["B1", "B2", "B3", "B4", "B5", "OK", "B6"]
    assert rows[-1][0].startswith("'=")  # no spreadsheet runs it


def test_another_meaning_of_a_column_is_chosen_by_hand(tenant):
    client = staff(tenant)
    page = send(client, "甲,乙\n卡,12\n").headers["Location"]
    assert "有错 1 行" in client.get(page).content.decode()
    client.post(page, {"role_0": "name", "role_1": "price"})
    client.post(f"{page}/apply")
    with tenant_context(tenant):
        assert Sku.objects.get().price == 1200


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        ("名称,售价\n".encode(), "a.csv"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.csv"),
        (b"PK\x03\x04 no archive", "a.xlsx"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "a.xls"),
        ("名称,售价\n" + "a,1\n" * 5001, "a.csv"),
        ('名称,售价\n"a,1\n' + "x" * 200_000, "a.csv"),
    ],
    ids=["empty", "head alone", "picture", "broken archive", "old", "too many", "open quote"],
)
def test_a_file_that_is_no_table_is_refused_in_words(tenant, content, name):
    answer = send(staff(tenant), content, name)
    assert answer.status_code == 422
    with tenant_context(tenant):
        assert not CatalogSheet.objects.exists()


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_is_exported_is_read_back_unchanged(tenant, format):
    one, two = make(tenant, '=甲 "引号"', 1000, 2000, code="X"), make(tenant, "'-乙", 1, active=False, code="Y")
    with tenant_context(tenant):
        said = {"description": "第一行\r\n第二行，有逗号", "tags": ["hot", "sale"], "occasions": ["holiday"], "category": "game",
                "fulfilment": "manual", "pinned": True, "summary": "+1"}  # fmt: skip
        update_product(product_id=one.id, changes=said, now=now())
        update_product(product_id=two.id, changes={"archived": True}, now=now())
        plain = {"label_en": "", "max_length": 200, "options": [], "required": True}
        asked = [
            {**plain, "name": "zone", "label": "区服", "label_en": "Zone", "type": "select", "options": ["一", "二"]},
            {**plain, "name": "qq", "label": "QQ 号", "type": "digits", "placeholder": "=数字"},
        ]
        more = {
            "price_tiers": [[5, 900], [10, 850]],
            "input_schema": asked,
            "list_price": 1234,
            "cost": 5,
            "max_quantity": 20,
        }
        update_sku(sku_id=one.skus.get(price=1000).id, changes=more, now=now())
        update_sku(
            sku_id=one.skus.get(price=2000).id, changes={"active": False, "name": "000123456789012345678"}, now=now()
        )
    client, before = staff(tenant), whole(tenant)
    content = client.get(f"{LIST}/sheets/export.{format}").getvalue()
    page = send(client, content, f"catalogue.{format}").headers["Location"]
    assert "不变 3 行" in client.get(page).content.decode()
    client.post(f"{page}/apply")
    assert whole(tenant) == before


def test_a_table_of_one_shop_is_nowhere_in_another(tenant, other_tenant):
    page = send(staff(tenant), OURS).headers["Location"]
    stranger = staff(other_tenant)
    assert [stranger.get(page).status_code, stranger.post(f"{page}/apply").status_code] == [404, 404]
    with tenant_context(other_tenant):
        assert not Product.objects.exists()


def test_an_id_of_another_shops_product_in_a_table_makes_a_product_of_ones_own(tenant, other_tenant):
    foreign = make(other_tenant, "别人的", 1000)
    content = staff(other_tenant).get(f"{LIST}/sheets/export.csv").getvalue()
    client = staff(tenant)
    client.post(f"{send(client, content).headers['Location']}/apply")
    with tenant_context(tenant):
        assert Product.objects.get().id != foreign.id
    with tenant_context(other_tenant):
        assert Product.objects.get().version == 1


def test_rows_are_numbered_as_the_file_has_them():
    text = 'a,b\r\n\r\n"x\r\ny",1\r\nz,2\r\n'.encode("utf-8-sig")
    assert read_table(text) == [(1, ["a", "b"]), (3, ["x\r\ny", "1"]), (5, ["z", "2"])]
    rows = [["a", "b"], ["", ""], ["007", "2026-01-01"]]
    for write in (csv_of, xlsx_of):
        content = b"".join(write(table_sheet("table", rows), "Asia/Shanghai"))
        assert read_table(content) == [(1, ["a", "b"]), (3, ["007", "2026-01-01"])]
