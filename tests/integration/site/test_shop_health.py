"""The list of shops says how each is getting on, and which ones ask for somebody."""

import datetime as dt

import pytest

from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.models import ShopConduct
from platform_core.compliance.services.report_finding import report_finding
from platform_core.site.shop_overview import find_shops, list_shop_rows
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.merchants import verify
from tests.integration.site.staffing import as_staff
from tests.integration.site.test_staff_suppliers import page
from tests.world import now


def conduct(tenant, *, paid, disputes=0, undelivered=0, days_ago=0):
    with platform_context():
        ShopConduct.objects.create(
            tenant_role=tenant.role_name, day=now().date() - dt.timedelta(days=days_ago), paid=paid, disputes=disputes,
            undelivered=undelivered, by_hand=0, waiting=0, reserved=0, released=0, outside_refunds=0, at=now(),
        )  # fmt: skip


def hold(tenant):
    with platform_context():
        report_finding(
            rule_id="X1", level=Level.BLOCK, subject=(SubjectKind.BATCH, f"{tenant.role_name}/1"), key=tenant.role_name,
            facts={}, now=now(), tenant_role=tenant.role_name,
        )  # fmt: skip


def row(tenant):
    with platform_context():
        (found,) = list_shop_rows(list(find_shops(tenant.slug, "")))
        return found


@pytest.mark.parametrize(
    ("paid", "disputes", "share"), [(0, 0, ""), (1000, 9, ""), (1000, 10, "1.0%"), (1000, 25, "2.5%"), (3, 1, "33.3%")]
)
def test_disputes_are_told_from_one_in_a_hundred_on(tenant, paid, disputes, share):
    conduct(tenant, paid=paid, disputes=disputes)
    assert row(tenant).disputed == share
    assert row(tenant).is_well == (share == "")


def test_the_latest_day_counts(tenant):
    conduct(tenant, paid=10, undelivered=4, days_ago=1)
    conduct(tenant, paid=12)
    assert (row(tenant).conduct.paid, row(tenant).is_well) == (12, True)


def test_what_is_wrong_stands_beside_the_shop_and_is_filtered_by(tenant, other_tenant):
    verify(tenant)
    hold(tenant)
    conduct(tenant, paid=200, disputes=5, undelivered=3)
    client = as_staff("reviewer")
    text = page(client, "/staff/shops?q=alpha")
    for told in ("已核验", "1 个批次被拦截", "1 条发现", "纠纷率 2.5%", "3 单逾期未发货", ">200<"):
        assert told in text
    troubled = page(client, "/staff/shops?troubled=1")
    assert "Shop alpha" in troubled
    assert "Shop beta" not in troubled
    assert "Shop beta" in page(client, "/staff/shops")


def test_questions_do_not_grow_with_the_shops(tenant, other_tenant, django_assert_max_num_queries):
    hold(tenant)
    client = as_staff("reviewer")
    page(client, "/staff/shops")
    with django_assert_max_num_queries(14):
        page(client, "/staff/shops?troubled=1")
