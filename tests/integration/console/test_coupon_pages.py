"""Coupons in the back office: made, changed, switched off and on again, downloaded; who may not, finds nothing."""

import csv
import io
import re

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.access.models import AuditEntry
from tenants.catalog.models import Category
from tenants.marketing.enums import CouponState
from tenants.marketing.models import Coupon, CouponCode
from tests.integration.console.test_back_office import staff
from tests.integration.console.test_page_costs import queries_of
from tests.integration.orders.coupons import coupon, percent
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import make_shelf, now, stock

NEW = {
    "name": "国庆", "mode": "shared", "code": "guo-qing", "kind": "amount", "currency": "CNY", "amount_off": "5", "minimum": "50",
    "most_uses": "100", "per_buyer": "1", "starts_at": "", "ends_at": "2030-01-01T00:00",
}  # fmt: skip


def made_with(client, **changes):
    return client.post("/console/coupons/new", {**NEW, **changes})


def shown(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_shop_without_coupons_is_shown_what_they_are_for(tenant):
    assert "新建第一张优惠券" in shown(staff(tenant), "/console/coupons")
    assert "新建第一张优惠券" not in shown(staff(tenant, "support"), "/console/coupons")


def test_one_is_made_with_little_and_its_page_says_all_of_it(tenant):
    client = staff(tenant)
    form = shown(client, "/console/coupons/new")
    assert re.search(r'name="code"[^>]*value="[A-Z2-9]{8}"', form) or re.search(
        r'value="[A-Z2-9]{8}"[^>]*name="code"', form
    )
    answer = made_with(client)
    assert answer.status_code == 302
    with tenant_context(tenant):
        made = Coupon.objects.get()
        assert (made.amount_off, made.minimum, made.most_uses, made.per_buyer) == (500, 5000, 100, 1)
        assert made.codes.get().text == "GUOQING"
        assert AuditEntry.objects.filter(act="coupon_new").exists()
    page = shown(client, answer.headers["Location"])
    assert all(
        text in page for text in ("GUOQING", "满 ¥50.00 减 ¥5.00", "0 / 100", "进行中", "全部商品", "还没有订单用过")
    )
    assert "GUOQING" in shown(client, "/console/coupons?q=guo-qing")
    assert "GUOQING" not in shown(client, "/console/coupons?q=other")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "ab"}, "3 到 32"), ({"amount_off": ""}, "请填写"), ({"amount_off": "0"}, "大于 0"), ({"amount_off": "x"}, "45.00"),
        ({"kind": "percent", "percent": "100"}, "99"), ({"kind": "percent"}, "请填写"), ({"mode": "many", "count": "9999"}, "5000"),
        ({"starts_at": "2031-01-01T00:00"}, "晚于"), ({"skus": "NOPE"}, "没有这个规格编码"), ({"most_uses": "0"}, "1"),
        ({"mode": "many", "count": "5", "begins": "a;b"}, "前缀"),
    ],
    ids=["code", "nothing", "zero", "word", "whole", "no_percent", "too_many", "period", "sku", "uses", "prefix"],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_made(tenant, changes, field):
    answer = made_with(staff(tenant), **changes)
    assert answer.status_code == 422
    assert field in answer.content.decode()
    with tenant_context(tenant):
        assert not Coupon.objects.exists()


def test_a_code_that_is_there_cannot_be_given_again(tenant):
    client = staff(tenant)
    made_with(client)
    answer = made_with(client, code="GUO QING")
    assert (answer.status_code, "换一个" in answer.content.decode()) == (422, True)
    with tenant_context(tenant):
        assert Coupon.objects.count() == 1


def test_many_codes_are_made_downloaded_and_made_again(tenant):
    client = staff(tenant)
    page = made_with(
        client, mode="many", code="", count="30", begins="ny", kind="percent", percent="15", cap="20"
    ).headers["Location"]
    assert "减 15%（8.5 折），最多减 ¥20.00" in shown(client, page)
    client.post(f"{page}/codes", {"count": "5"})
    for wrong in ("0", "-1", "x", "9999999999"):
        client.post(f"{page}/codes", {"count": wrong})
    answer = client.post(f"{page}/codes.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 36
    assert sum(row[0].startswith("NY") for row in rows) == 30
    assert {row[1] for row in rows[1:]} == {"未使用"}
    with tenant_context(tenant):
        assert {row[0] for row in rows[1:]} == set(CouponCode.objects.values_list("text", flat=True))
        assert AuditEntry.objects.filter(act="coupon_download").exists()
    assert client.get(f"{page}/codes.csv").status_code == 405


def test_terms_are_changed_and_what_was_said_of_it_stays(tenant):
    client, shelf = staff(tenant), make_shelf(tenant)
    with tenant_context(tenant):
        group = Category.objects.create(name="游戏", slug="games")
        made = percent("TEN", 10, most_uses=5)
    path = f"/console/coupons/{made.id}"
    assert 'name="percent"' in shown(client, path + "/edit")
    changes = {
        "name": "新",
        "percent": "20",
        "products": [str(shelf.product.id)],
        "groups": [str(group.id)],
        "skus": shelf.sku.sku_code,
    }
    assert (
        client.post(path + "/edit", {**changes, "kind": "amount", "amount_off": "9", "currency": "USD"}).status_code
        == 302
    )
    with tenant_context(tenant):
        now_is = Coupon.objects.get()
        assert (now_is.kind, now_is.percent, now_is.currency, now_is.most_uses) == ("percent", 20, "CNY", None)
        assert (now_is.sku_ids, now_is.product_ids, now_is.group_ids) == (
            [shelf.sku.id],
            [shelf.product.id],
            [group.id],
        )
    page = shown(client, path)
    assert all(text in page for text in ("游戏", shelf.product.name))
    again = shown(client, path + "/edit")
    assert shelf.sku.sku_code in again
    assert again.count("checked") >= 2


def test_it_is_switched_off_and_the_message_takes_it_back(tenant):
    client = staff(tenant)
    with tenant_context(tenant):
        made = coupon("SAVE")
    client.post(f"/console/coupons/{made.id}/switch/off")
    page = shown(client, f"/console/coupons/{made.id}")
    assert "已停用" in page
    back = f"/console/coupons/{made.id}/switch/on"
    assert back in page
    client.post(back)
    with tenant_context(tenant):
        assert Coupon.objects.get().state_at(now()) == CouponState.RUNNING
    assert client.post(f"/console/coupons/{made.id}/switch/else").status_code == 404


def test_orders_that_used_it_stand_on_its_page_and_it_on_theirs(tenant):
    client, shelf = staff(tenant), make_shelf(tenant)
    stock(tenant, shelf, 5)
    with tenant_context(tenant):
        made = percent("TEN", 10)
        paid, unpaid = (order((shelf.sku, 1), coupon="TEN") for _ in range(2))
        says(open_payment(paid))
    page = shown(client, f"/console/coupons/{made.id}")
    assert all(text in page for text in (paid.number, unpaid.number, "已使用", "占用中", "¥4.50", "¥40.50", "2 / ∞"))
    assert unpaid.number not in shown(client, f"/console/coupons/{made.id}?q={paid.number}")
    about = shown(client, f"/console/orders/{paid.id}")
    assert all(text in about for text in ("¥45.00", "-¥4.50", "¥40.50", f"/console/coupons/{made.id}"))


def test_an_export_of_orders_says_what_a_coupon_took_off(tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 5)
    with tenant_context(tenant):
        coupon("TEN", amount_off=1000)
        with_coupon, without = order((shelf.sku, 1), coupon="TEN"), order((shelf.sku, 1))
    answer = staff(tenant).post("/console/orders/export", {"format": "csv"})
    rows = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    said = {row["订单号"]: (row["优惠"], row["优惠码"], row["金额"]) for row in rows}
    assert said == {with_coupon.number: ("10.00", "TEN", "35.00"), without.number: ("0.00", "", "45.00")}


@pytest.mark.parametrize("role", ["support", "finance"])
def test_who_may_only_look_changes_nothing(tenant, role):
    with tenant_context(tenant):
        made = coupon(count=3)
    client, path = staff(tenant, role), f"/console/coupons/{made.id}"
    assert "codes.csv" not in shown(client, path)
    for act in ("/switch/off", "/codes", "/codes.csv", "/edit"):
        assert client.post(path + act, {"count": "1"}).status_code == 404
    with tenant_context(tenant):
        assert (Coupon.objects.get().switched_off_at, CouponCode.objects.count()) == (None, 3)


def test_a_coupon_of_another_shop_is_not_there(tenant, other_tenant):
    with tenant_context(other_tenant):
        theirs = coupon("THEIRS")
    client = staff(tenant)
    for path in ("", "/edit"):
        assert client.get(f"/console/coupons/{theirs.id}{path}").status_code == 404
    for act in ("/switch/off", "/codes", "/codes.csv"):
        assert client.post(f"/console/coupons/{theirs.id}{act}", {"count": "1"}).status_code == 404
    with tenant_context(other_tenant):
        assert Coupon.objects.get().switched_off_at is None


@pytest.mark.parametrize("state", CouponState.values)
def test_the_list_finds_by_the_state_that_each_coupon_has(tenant, state):
    with tenant_context(tenant):
        kinds = {
            "running": {},
            "planned": {"starts_at": now().replace(year=2040)},
            "over": {"ends_at": now().replace(year=2020)},
        }
        made = {name: coupon(name, **terms) for name, terms in kinds.items()}
        made["used_up"] = coupon("usedup", most_uses=1)
        made["off"] = coupon("off", ends_at=now().replace(year=2020))
        Coupon.objects.filter(pk=made["used_up"].pk).update(used=1)
        Coupon.objects.filter(pk=made["off"].pk).update(switched_off_at=now())
        assert {row.state_at(now()) for row in Coupon.objects.all()} == set(CouponState.values)
        names = {key: row.name for key, row in made.items()}
    page = shown(staff(tenant), f"/console/coupons?state={state}")
    assert [key for key, name in names.items() if f">{name}</a>" in page] == [state]


def test_lists_cost_no_more_with_more(tenant):
    client, shelf, counts = staff(tenant), make_shelf(tenant), []
    stock(tenant, shelf, 30)
    for turn in range(2):
        with tenant_context(tenant):
            for number in range(3 + 5 * turn):
                made = coupon(f"C-{turn}-{number}")
                order((shelf.sku, 1), coupon=f"C-{turn}-{number}")
        counts.append(
            [len(queries_of(client, path)[1]) for path in ("/console/coupons", f"/console/coupons/{made.id}")]
        )
    assert counts[0] == counts[1]
    assert max(counts[1]) < 10
