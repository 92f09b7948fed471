"""What is counted of visitors and orders: anonymous, whole, of this shop alone, and shown to those who want it."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connections

from platform_core.kernel.clock import local_date
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import tenant_context
from tenants.insights.models import ProductPair, ProductView
from tenants.insights.selectors import list_bought_together, list_looked_at
from tenants.insights.services.count_views import count_views
from tenants.insights.services.pair_products import EVERY, KEPT, pair_products
from tenants.insights.viewing import View, product_views, write_views
from tenants.orders.models import Order, OrderLine
from tests.world import committed_shop, make_shelf, now, shop


def order(products, *, paid=True, status="completed", at=None):
    at = at or now()
    made = Order.objects.create(
        number=uuid.uuid4().hex[:20],
        token_hash=uuid.uuid4().bytes * 2,
        status=status,
        amount=100,
        currency="CNY",
        contact_sealed=b"-",
        contact_hash=bytes(16),
        contact_masked="-",
        pay_by=at,
        created_at=at,
        paid_at=at if paid else None,
    )
    for product in products:
        OrderLine.objects.create(
            order=made,
            product_id=product,
            sku_id=new_id(),
            product_name="-",
            sku_name="-",
            face_value=0,
            quantity=1,
            unit_price=1,
        )


def test_products_of_one_order_go_together_most_often_first(tenant):
    a, b, c, d = (new_id() for _ in range(4))
    with tenant_context(tenant):
        for products in ((a, b), (a, b), (a, b, c), (a, c), (a, d)):
            order(products)
        assert pair_products(now=now()) == 4
        assert list_bought_together([a], most=9) == [b, c]  # d: one order is nobody's business
        assert list_bought_together([a], most=1) == [b]
        assert list_bought_together([b], most=9) == [a]
        assert list_bought_together([a, b], most=9) == [c]
        assert list_bought_together([d], most=9) == list_bought_together([], most=9) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"paid": False, "status": "pending_payment"},
        {"status": "refunded"},
        {"at": now() - KEPT - dt.timedelta(hours=1)},
    ],
)
def test_what_was_not_paid_or_given_back_or_long_ago_counts_for_nothing(tenant, fields):
    a, b = new_id(), new_id()
    with tenant_context(tenant):
        for _ in range(3):
            order((a, b), **fields)
        assert pair_products(now=now()) == 0
        assert not ProductPair.objects.exists()


def test_pairs_are_counted_anew_and_not_more_often_than_they_must(tenant):
    a, b = new_id(), new_id()
    with tenant_context(tenant):
        for _ in range(2):
            order((a, b))
        assert pair_products(now=now()) == 2
        order((a, b))
        assert pair_products(now=now()) == 0
        assert ProductPair.objects.get(product_id=a).orders == 2
        assert pair_products(now=now() + EVERY) == 2
        assert ProductPair.objects.get(product_id=a).orders == 3
        Order.objects.update(status="refunded")
        assert pair_products(now=now() + 2 * EVERY) == 0
        assert not ProductPair.objects.exists()


def test_one_shop_learns_nothing_of_another(tenant, other_tenant):
    a, b = new_id(), new_id()
    with tenant_context(tenant):
        for _ in range(2):
            order((a, b))
        pair_products(now=now())
        count_views(views={(a, now().date()): 5})
    with tenant_context(other_tenant):
        assert pair_products(now=now()) == 0
        assert list_bought_together([a], most=9) == list_looked_at(most=9, now=now()) == []


def test_a_visitor_counts_once_for_a_product_and_not_at_all_if_they_say_so(tenant):
    shelf = make_shelf(tenant)
    path = f"/p/{shelf.product.slug}/beside"
    first, second, quiet = shop(tenant), shop(tenant), shop(tenant)
    quiet.cookies["plain"] = "1"
    for client in (first, first, second, quiet):
        client.get(path)
    shop(tenant).get(f"/p/{shelf.product.slug}")  # a page alone, as programs fetch it
    product_views.flush()
    with tenant_context(tenant):
        assert list(ProductView.objects.values_list("product_id", "day", "views")) == [
            (shelf.product.id, local_date(now(), tenant.time_zone), 2)
        ]


def test_views_are_lately_or_forgotten(tenant):
    new, old, gone = new_id(), new_id(), new_id()
    today = now().date()
    with tenant_context(tenant):
        count_views(
            views={(new, today): 1, (old, today - dt.timedelta(days=30)): 9, (gone, today - dt.timedelta(days=100)): 9}
        )
        assert list_looked_at(most=9, now=now()) == [new]
        pair_products(now=now())
        assert set(ProductView.objects.values_list("product_id", flat=True)) == {new, old}


def test_recommendations_follow_what_was_seen_and_end_with_it(tenant):
    seen, together, liked, unseen = (make_shelf(tenant).product for _ in range(4))
    with tenant_context(tenant):
        for _ in range(2):
            order((seen.id, together.id))
        pair_products(now=now())
        count_views(views={(liked.id, now().date()): 3})
    client = shop(tenant)
    assert "为您推荐" not in client.get("/for-you").content.decode()
    beside = client.get(f"/p/{seen.slug}/beside").content.decode()
    assert "常一起买" in beside
    assert together.slug in beside
    home = client.get("/for-you").content.decode().partition("为您推荐")[2]
    assert home.index(together.slug) < home.index(liked.slug)
    assert seen.slug not in home
    assert unseen.slug not in home
    client.cookies["plain"] = "1"
    for path in ("/for-you", f"/p/{seen.slug}/beside"):
        assert client.get(path).content.decode().strip() == ""


def test_fragments_take_the_same_queries_whatever_they_show(tenant, django_assert_max_num_queries):
    shelves = [make_shelf(tenant) for _ in range(8)]
    client = shop(tenant)
    for shelf in shelves:
        client.get(f"/p/{shelf.product.slug}/beside")
    with django_assert_max_num_queries(9):
        client.get("/for-you")


@pytest.mark.django_db(transaction=True)
def test_views_that_many_count_at_once_are_all_there():
    products, day = [new_id() for _ in range(5)], now().date()
    with committed_shop("views") as made:

        def count(number):
            try:
                for _ in range(5):
                    ordered = products if number % 2 else products[::-1]
                    assert write_views([View(made, product, day) for product in ordered]) == []
            finally:
                connections.close_all()

        threads = [threading.Thread(target=count, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with tenant_context(made):
            assert set(ProductView.objects.values_list("views", flat=True)) == {20}
            assert ProductView.objects.count() == 5
