"""What waits for the staff: findings, appeals, acts of two; shops with their health; each page in few queries."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.compliance.enums import FindingState, Level, SubjectKind
from platform_core.compliance.models import Appeal, Finding, Restriction, SupplyLink
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.services.suspend_supplier import suspend_supplier
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.models import Tenant, TenantStep
from tests.integration.site.staffing import as_staff, enter, hire
from tests.world import FIRST_STAFF, make_shelf, now, shop

MOST = 9  # questions of one page; what the wall between shops sets is not the page's
NOT_THE_PAGES = ("set_config", "SAVEPOINT", 'FROM "tenancy_domain"', "django_session")


def plant(number, **given):
    values = {
        "rule_id": "X5", "level": Level.REVIEW, "subject": (SubjectKind.PRODUCT, f"lot-{number}"), "key": f"x5-{number}",
        "facts": {"price": 3000, "face": 5000}, "now": now(), **given,
    }  # fmt: skip
    with platform_context():
        return report_finding(**values)


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_findings_are_filtered_by_rule_level_state_shop_and_who_has_them(tenant, other_tenant):
    mine = plant(1, tenant_role=tenant.role_name)
    plant(2, rule_id="X1", level=Level.BLOCK, tenant_role=other_tenant.role_name)
    client = as_staff("reviewer")
    assert {name in page(client, "/staff/findings") for name in ("lot-1", "lot-2")} == {True}
    for query, shown in (
        ("rule=x1", "lot-2"), ("level=review", "lot-1"), ("shop=beta", "lot-2"), ("shop=nobody", ""), ("state=confirmed", ""),
        ("mine=1", ""),
    ):  # fmt: skip
        text = page(client, f"/staff/findings?{query}")
        assert [name for name in ("lot-1", "lot-2") if name in text] == ([shown] if shown else []), query
    client.post(f"/staff/findings/{mine.id}/take")
    assert "lot-1" in page(client, "/staff/findings?mine=1")


def test_a_finding_is_decided_once_with_a_reason(tenant):
    found, client = plant(1, tenant_role=tenant.role_name), as_staff("reviewer")
    path = f"/staff/findings/{found.id}"
    text = page(client, path)
    assert "Shop alpha" in text
    assert "3000" in text
    client.post(f"{path}/confirm", {"reason": "  "})
    with platform_context():
        assert Finding.objects.get().state == FindingState.OPEN
    client.post(f"{path}/dismiss", {"reason": "促销价，有授权"})
    client.post(f"{path}/confirm", {"reason": "再来一次"})
    with platform_context():
        decided = Finding.objects.get()
    assert (decided.state, decided.note) == (FindingState.DISMISSED, "促销价，有授权")
    assert "已有人处理" in page(client, path)
    assert client.post(f"{path}/other", {"reason": "x"}).status_code == 404
    assert as_staff("auditor").post(f"{path}/confirm", {"reason": "x"}).status_code == 404


@pytest.fixture
def appealed(tenant):
    """An appeal against the suspension of a supplier of alpha's."""
    shelf = make_shelf(tenant)
    with platform_context():
        link = SupplyLink.objects.get(pk=shelf.contract.supplier_id)
        suspend_supplier(supplier_id=link.supplier_id, actor=FIRST_STAFF, reason="授权过期", remedy="补交", now=now())
        return Appeal.objects.create(
            restriction=Restriction.objects.get(), link=link, tenant_role=tenant.role_name, text="授权已续签", made_by="x",
            made_email="owner@alpha.example", made_at=now(),
        )  # fmt: skip


def test_appeals_wait_with_their_case(tenant, appealed):
    text = page(as_staff("reviewer"), "/staff/appeals")
    assert "授权已续签" in text
    assert f"/staff/suppliers/{appealed.restriction.supplier_id}" in text
    assert "授权已续签" not in page(as_staff("reviewer"), "/staff/appeals?tab=decided")


def test_the_first_page_counts_what_waits(tenant, appealed):
    plant(1)
    plant(2, rule_id="X1", level=Level.BLOCK)
    text = page(as_staff("reviewer"), "/staff/")
    for path, count in (("findings", 2), ("findings?level=block", 1), ("appeals", 1), ("proposals", 0)):
        figure = text.partition(f'href="/staff/{path}"><span>')[2].partition("</a>")[0]
        assert f"<strong>{count}</strong>" in figure, path


def test_shops_are_found_and_show_their_health(tenant, other_tenant, appealed):
    plant(1, tenant_role=other_tenant.role_name)
    client = as_staff("auditor")
    for wanted in ("alpha", "Shop alpha", tenant.code, "OWNER@alpha.example"):
        text = page(client, f"/staff/shops?q={wanted}")
        assert str(tenant.id) in text
        assert str(other_tenant.id) not in text
    text = page(client, "/staff/shops")
    assert "1 条发现" in text
    assert "1 家供应商受限" in text
    assert "owner@alpha.example" not in text
    assert "o***@alpha.example" in text
    assert str(tenant.id) not in page(client, "/staff/shops?state=suspended")


def test_a_shop_is_suspended_and_goes_on_for_a_reason(tenant):
    user = hire("operator")
    client, path = enter(user), f"/staff/shops/{tenant.id}"
    client.post(f"{path}/state/suspend", {"reason": " "})
    with platform_context():
        assert Tenant.objects.get(pk=tenant.id).state == "active"
    client.post(f"{path}/state/suspend", {"reason": "冒用他人执照"})
    assert "冒用他人执照" in page(client, path)
    assert "恢复店铺" in page(client, path)
    client.post(f"{path}/state/resume", {"reason": "已核实"})
    assert client.post(f"{path}/state/close", {"reason": "x"}).status_code == 404
    with platform_context():
        assert list(TenantStep.objects.order_by("at").values_list("act", "by")) == [
            ("suspend", user.email), ("resume", user.email),
        ]  # fmt: skip
    assert shop(tenant).get("/").status_code == 200
    assert as_staff("reviewer").post(f"{path}/state/suspend", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize(
    "path", ["", "findings", "appeals", "proposals", "shops", "looks", "people", "suppliers", "audit"]
)
def test_a_page_asks_few_questions_however_much_there_is(tenant, appealed, path):
    for number in range(60):
        plant(number, tenant_role=tenant.role_name)
    client = as_staff("lead")
    client.get(f"/staff/{path}")
    with CaptureQueriesContext(connection) as caught:
        assert client.get(f"/staff/{path}").status_code == 200
    asked = [query["sql"] for query in caught if not any(word in query["sql"] for word in NOT_THE_PAGES)]
    assert len(asked) <= MOST, "\n".join(asked)


def test_pages_speak_english(tenant, appealed):
    client = as_staff("lead", "operator", Accept_Language="en")
    plant(1, tenant_role=tenant.role_name)
    for path in ("", "findings", "proposals", "shops", f"shops/{tenant.id}", "looks", "people"):
        body = page(client, f"/staff/{path}").partition("<body")[2].replace(">中文<", "><")
        assert not re.search(r"[\u4e00-\u9fff]", body), path
