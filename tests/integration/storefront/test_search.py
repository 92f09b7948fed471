"""What a buyer types, and what is found: Chinese of any length, pinyin, initials, misspelled; best first; nobody else's."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import Product, Sku
from tenants.catalog.selectors import list_matches
from tenants.catalog.services.create_product import SkuDraft, create_product
from tenants.catalog.services.update_product import update_product
from tests.world import now, shop

NAMES = (
    ("爱奇艺会员", "爱奇艺"),
    ("腾讯视频会员", "腾讯"),
    ("优酷会员", "优酷"),
    ("星巴克咖啡券", "星巴克"),
    ("Steam 钱包充值卡", "Steam"),
    ("网易云音乐会员", "网易"),
)


@pytest.fixture
def goods(tenant):
    with tenant_context(tenant):
        return {
            name: create_product(
                name=name, brand=brand, skus=[SkuDraft(sku_code=f"F-{at}", name="月卡", price=2500)], now=now()
            )
            for at, (name, brand) in enumerate(NAMES)
        }


def found(tenant, query, roughly=False):
    with tenant_context(tenant):
        return [product.name for product in list_matches(query, roughly=roughly)]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("爱奇艺", "爱奇艺会员"),
        ("奇艺", "爱奇艺会员"),  # two characters, in the middle
        ("爱", "爱奇艺会员"),
        ("aiqiyi", "爱奇艺会员"),
        ("AQY", "爱奇艺会员"),
        ("ＡＱＹ", "爱奇艺会员"),  # as a Chinese keyboard may type it
        ("爱奇艺 会员", "爱奇艺会员"),
        ("咖啡", "星巴克咖啡券"),
        ("xbk", "星巴克咖啡券"),
        ("steam", "Steam 钱包充值卡"),
    ],
)
def test_what_is_typed_finds_it_alone(tenant, goods, query, name):
    assert found(tenant, query) == [name]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("aiqyi", "爱奇艺会员"),
        ("aqiyi", "爱奇艺会员"),
        ("爱其艺", "爱奇艺会员"),
        ("steem", "Steam 钱包充值卡"),
        ("xinbake", "星巴克咖啡券"),
        ("tengxunshiping", "腾讯视频会员"),
    ],
)
def test_what_is_mistyped_is_found_first_when_nothing_is_exactly_so(tenant, goods, query, name):
    assert found(tenant, query) == []
    assert found(tenant, query, roughly=True)[0] == name
    page = shop(tenant).get("/search", {"q": query}).content.decode()
    assert "您要找的是不是" in page
    assert name in page


@pytest.mark.parametrize("query", ["", "   ", "京东", "zzzzzz", "%", "_", "aqz", "'; --", "\\", "会 京"])
def test_what_is_not_there_is_not_found(tenant, goods, query):
    assert found(tenant, query) == []
    assert found(tenant, query, roughly=True) == []
    assert shop(tenant).get("/search", {"q": query}).status_code == 200


def test_a_name_that_begins_so_comes_before_one_that_has_it_and_that_before_its_sound(tenant):
    with tenant_context(tenant):
        for at, (name, pinned) in enumerate((("换优酷", False), ("优酷", False), ("友库礼品", True))):
            made = create_product(name=name, skus=[SkuDraft(sku_code=f"R-{at}", name="1", price=1)], now=now())
            update_product(product_id=made.id, changes={"pinned": pinned}, now=now())
    assert found(tenant, "优酷") == ["优酷", "换优酷"]
    assert found(tenant, "优酷", roughly=True) == ["优酷", "换优酷", "友库礼品"]
    assert found(tenant, "youku")[0] == "友库礼品"


def test_a_changed_name_is_found_by_its_new_words_only(tenant, goods):
    with tenant_context(tenant):
        update_product(product_id=goods["优酷会员"].id, changes={"name": "土豆会员", "brand": "土豆"}, now=now())
    assert found(tenant, "土豆") == ["土豆会员"]
    assert found(tenant, "优酷") == found(tenant, "youku") == []


def test_what_is_not_sold_and_what_another_shop_sells_is_not_found(tenant, other_tenant, goods):
    with tenant_context(tenant):
        Product.objects.filter(name="优酷会员").update(active=False)
        Sku.objects.filter(product__name="腾讯视频会员").update(active=False)
    assert found(tenant, "优酷") == found(tenant, "腾讯") == []
    assert found(other_tenant, "爱奇艺") == found(other_tenant, "aqy", roughly=True) == []
    assert "爱奇艺" not in shop(other_tenant).get("/search/suggest", {"q": "aqy"}).content.decode().replace("q=", "")


def test_suggestions_are_a_fragment_of_links(tenant, goods):
    answer = shop(tenant).get("/search/suggest", {"q": "会员"})
    text = answer.content.decode()
    assert "<html" not in text
    assert text.count("<li><a href=") == 4
    assert shop(tenant).get("/search/suggest", {"q": ""}).content.decode().strip() == ""
    assert "&lt;script" not in shop(tenant).get("/search/suggest", {"q": "<script>"}).content.decode()


def test_a_search_takes_the_same_queries_whatever_it_finds(tenant, goods, django_assert_max_num_queries):
    for query in ("会员", "爱其艺"):
        with django_assert_max_num_queries(12):
            shop(tenant).get("/search", {"q": query})
