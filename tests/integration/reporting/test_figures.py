"""Figures of sales: parts of the books' own transfers, whole, whichever days are kept."""

import datetime as dt

import pytest

from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import tenant_context
from tenants.finance.days import Period, shop_day
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.close_days import close_days
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.reporting.enums import FigureBy
from tenants.reporting.models import SalesFigure
from tenants.reporting.selectors import list_figures, list_product_sales, list_sales_days
from tenants.reporting.services.make_figures import make_figures
from testbed.month import fill_month
from tests.world import now


@pytest.fixture
def month(tenant):
    """Sixty orders in the ten days up to yesterday, in the shop."""
    with tenant_context(tenant):
        yield fill_month(orders=60, last=shop_day(now()) - dt.timedelta(days=1), days=10, products=3, suppliers=2)


def everything(month):
    period = Period(month.first, shop_day(now()))
    return [list_figures(period, by=by) for by in FigureBy] + [list_sales_days(period), list_product_sales(period)]


def test_kept_figures_are_the_same_as_live_ones_by_sku_product_supplier_and_day(month):
    live = everything(month)
    assert make_figures(now=now()) >= 10
    assert everything(month) == live
    close_days(now=now())
    assert make_figures(now=now()) <= 1  # today, a little further
    assert everything(month) == live


def test_a_day_counts_its_orders_once_however_many_lines_they_have(month):
    period = Period(month.first, month.last)
    days = list_sales_days(period)
    gross = sum(day.result.gross for day in days)
    assert sum(day.result.orders for day in days) <= 60
    assert sum(figure.orders for figure in list_product_sales(period)) >= sum(day.result.orders for day in days)
    assert gross == sum(figure.gross for figure in list_product_sales(period))
    assert sum(day.quantity for day in days) == sum(figure.quantity for figure in list_product_sales(period))


def test_figures_are_made_anew_when_something_is_booked_late(month):
    make_figures(now=now())
    close_days(now=now())
    at = Period(month.last, month.last).since + dt.timedelta(hours=1)
    late = Transfer(AccountCode.PROVIDER_FEES, AccountCode.PROVIDER_BALANCE, 77, "CNY")
    post_transfers(kind=TransferKind.PROVIDER_FEE, subject_id=new_id(), transfers=[late], now=at)
    before = sum(figure.fees for figure in list_figures(Period(month.last, month.last)))
    close_days(now=now() + dt.timedelta(hours=2))
    make_figures(now=now())
    assert sum(figure.fees for figure in list_figures(Period(month.last, month.last))) == before + 77


def test_a_product_alone_has_its_own_figures(month):
    period = Period(month.first, month.last)
    found = list_figures(period, by=FigureBy.DAY, product_id=month.products[0])
    whole = [figure for figure in list_product_sales(period) if figure.id == month.products[0]]
    assert sum(figure.gross for figure in found) == whole[0].gross > 0


def test_nothing_is_figured_of_another_shop(month, other_tenant):
    make_figures(now=now())
    with tenant_context(other_tenant):
        assert list_product_sales(Period(month.first, month.last)) == []
        assert not SalesFigure.objects.exists()
