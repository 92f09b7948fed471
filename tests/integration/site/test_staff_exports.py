"""Exports for authorities on the pages: typed, approved by another lead who sees the password once, fetched, handed over."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from platform_core.compliance.models import AuthorityExport, StaffAct, StaffOutcome
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.authority import make_order, unpacked
from tests.integration.compliance.paper_files import pdf
from tests.integration.compliance.supply import run_jobs
from tests.integration.site.staffing import PASSWORD, as_staff, enter, hire

FORM = {
    "scope": "tenant", "authority": "杭州市公安局", "level": "city", "country": "CN", "document": "杭公调证〔2026〕17号",
    "document_on": "2026-11-20", "officer": "张警官", "officer_contact": "0571-0000000", "basis": "fraud_26",
    "asks_for": "调取该店铺三十日内的订单", "sections": ["orders"], "since": "2020-01-01", "until": "2040-01-01",
}  # fmt: skip


def letter(content=None, name="letter.pdf"):
    return SimpleUploadedFile(name, content or pdf(pages=2))


def asked(client, tenant, **given):
    answer = client.post("/staff/exports/new", {**FORM, "letter": letter(), "shop": tenant.slug, **given})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_an_export_is_asked_for_approved_fetched_and_handed_over(tenant):
    make_order(tenant, "KQ-EX-P", "13812345678")
    asker, lead = hire("reviewer"), as_staff("lead")
    client = enter(asker)
    assert "没有待处理的调取" in client.get("/staff/exports").content.decode()
    case = asked(client, tenant)
    run_jobs()
    assert "杭州市公安局" in client.get("/staff/exports").content.decode()
    assert client.post(f"{case}/approve", {"proof": PASSWORD}).status_code == 404
    assert "看过文书的每一页之后才能批准" in lead.get(case).content.decode()
    assert "看过每一页再批准" in lead.post(f"{case}/approve", {"proof": PASSWORD}, follow=True).content.decode()
    read(lead, case, 1, 2)
    assert "待审批" in lead.post(f"{case}/approve", {"proof": "wrong"}, follow=True).content.decode()
    page = lead.post(f"{case}/approve", {"proof": PASSWORD}).content.decode()
    password = re.search(r"<code>([\w-]{24})</code>", page).group(1)
    assert password not in lead.get(case).content.decode()
    run_jobs()
    assert client.post(f"{case}/download", {"proof": ""}).status_code == 302
    file = client.post(f"{case}/download", {"proof": PASSWORD})
    assert file.headers["Content-Type"] == "application/zip"
    assert file.headers["Cache-Control"] == "no-store"
    assert len(file.getvalue()) == int(file.headers["Content-Length"])
    with platform_context():
        export = AuthorityExport.objects.get()
    assert b"KQ-EX-P" in unpacked(export, password)["orders.json"]
    assert as_staff("lead").post(f"{case}/download", {"proof": PASSWORD}).status_code == 302
    client.post(f"{case}/file", {"receipt": "当面签收"})
    page = client.get(case).content.decode()
    for word in ("提交申请", "批准", "文件已生成", "下载文件", "登记已交付", "当面签收"):
        assert word in page
    assert case.rpartition("/")[2] in client.get("/staff/exports?tab=closed").content.decode()
    with platform_context():
        acts = dict(StaffAct.objects.filter(act="staff_export_act").values_list("id", "target"))
        outcomes = list(StaffOutcome.objects.filter(act_id__in=acts).values_list("outcome", flat=True))
    assert len(acts) == len(outcomes) == 8
    assert outcomes.count("done") == 3


def read(client, case, *pages):
    """They open these pages of the letter."""
    text = client.get(f"{case}/letter/pages").content.decode()
    for page in pages:
        assert f"{case}/letter/{page}" in text
        answer = client.get(f"{case}/letter/{page}")
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Security-Policy"].endswith("sandbox")


def test_nobody_approves_their_own(tenant):
    lead = as_staff("lead")
    case = asked(lead, tenant)
    assert "不能审批自己提交的申请" in lead.get(case).content.decode()
    assert "不能审批自己提交的申请" in lead.post(f"{case}/approve", {"proof": PASSWORD}, follow=True).content.decode()
    with platform_context():
        assert AuthorityExport.objects.get().state == "requested"


@pytest.mark.parametrize("given", [
    {"document": ""}, {"officer": ""}, {"basis": "other"}, {"sections": []}, {"sections": ["codes"]}, {"shop": "nobody-here"},
    {"letter": ""}, {"until": "2019-01-01"}, {"secret_until": "2040-01-01"}, {"asks_for": "全部"}, {"scope": "order"}, {"scope": "buyer"},
], ids=lambda given: "-".join(given))  # fmt: skip
def test_a_request_that_lacks_something_says_what_and_keeps_what_was_typed(tenant, given):
    answer = as_staff("reviewer").post("/staff/exports/new", {**FORM, "letter": letter(), "shop": tenant.slug, **given})
    assert answer.status_code == 422
    assert "0571-0000000" in answer.content.decode()
    with platform_context():
        assert not AuthorityExport.objects.exists()


def test_the_tax_report_of_a_quarter_is_asked_for_once(tenant):
    client = as_staff("reviewer")
    page = client.get("/staff/exports").content.decode()
    quarter = re.search(r"<option>(\d{4} Q\d)</option>", page).group(1)
    form = {"quarter": quarter, "authority": "杭州市税务局", "officer": "李", "contact": "12366"}
    first = client.post("/staff/exports/tax", form)
    assert client.get(first.headers["Location"]).status_code == 200
    assert client.post("/staff/exports/tax", form).headers["Location"] == "/staff/exports"
    assert client.post("/staff/exports/tax", {**form, "quarter": "1999 Q1"}).status_code == 404
    with platform_context():
        assert AuthorityExport.objects.count() == 1
