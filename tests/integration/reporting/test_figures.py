"""Figures of sales: parts of the books' own transfers, whole, whichever days are closed."""

import datetime as dt

from platform_core.tenancy.context import tenant_context
from tenants.finance.days import Period, shop_day
from tenants.finance.services.close_days import close_days
from tenants.reporting.enums import FigureBy
from tenants.reporting.selectors import list_figures, list_sales_days
from tenants.reporting.services.make_figures import make_figures
from tests.world import issue, make_shelf, now, stock


def test_x(tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 10)
    with tenant_context(tenant):
        issue(shelf.sku, 3)
        today = shop_day(now())
        p = Period(today, today)
        print(list_sales_days(p))
        print(list_figures(p, by=FigureBy.SKU))
        print(list_figures(p, by=FigureBy.SUPPLIER))
        later = now() + dt.timedelta(days=1, hours=2)
        a = list_figures(p, by=FigureBy.SUPPLIER)
        assert close_days(now=later)
        print(make_figures(now=later))
        assert list_figures(p, by=FigureBy.SUPPLIER) == a
