"""What the platform's staff see of merchants, and decide; what is written out for the market regulator."""

import csv
import hashlib
import io
import re

import pytest
from python_calamine import CalamineWorkbook

from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.models import IdentityReport, MerchantAppeal
from platform_core.compliance.services.vouch_merchant import vouch_merchant
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.merchants import USCC, file_of, hand_in_merchant, verify
from tests.integration.console.test_back_office import staff as office
from tests.integration.site.test_staff_suppliers import page, staff
from tests.world import now, platform

S = MerchantState
WORDS = {"reason": "涉诈线索", "remedy": "提交凭证", "documents": "发票\n合同"}


@pytest.fixture
def anna(db):
    return staff("anna")


@pytest.fixture
def bo(db):
    return staff("bo")


def case(tenant):
    return f"/staff/merchants/{file_of(tenant).id}"


def test_a_merchant_waits_in_the_queue_with_its_case_and_no_number_in_the_clear(tenant, anna):
    assert "Shop alpha" in page(anna, "/staff/merchants?tab=unknown")
    hand_in_merchant(tenant)
    assert "Shop alpha" in page(anna, "/staff/merchants")
    assert "Shop alpha" in page(anna, "/staff/merchants?q=alpha")
    text = page(anna, case(tenant))
    for told in (USCC, "李掌柜", "浙ICP备12345678号-1", "营业执照", "提交资料"):
        assert told in text
    for secret in ("13900000001", "330106198801015555"):
        assert secret not in text


def test_the_papers_of_a_merchant_are_looked_at_from_its_case(tenant, anna):
    hand_in_merchant(tenant)
    path = re.search(r'href="(/staff/papers/[^"]+)"', page(anna, case(tenant))).group(1)
    assert "营业执照" in page(anna, path) or "身份证件" in page(anna, path)


def test_to_everybody_else_these_pages_do_not_exist(tenant):
    hand_in_merchant(tenant)
    for path in ("/staff/merchants", "/staff/merchants/report", case(tenant)):
        assert platform().get(path).status_code in {302, 404}
        assert "李掌柜" not in platform().get(path).content.decode()
    assert office(tenant).post(f"{case(tenant)}/approve").status_code == 404
    assert file_of(tenant).state == S.REVIEW


def test_staff_verify_freeze_and_other_staff_lift_it(tenant, anna, bo):
    hand_in_merchant(tenant)
    anna.post(f"{case(tenant)}/approve", {"reason": ""})
    assert file_of(tenant).state == S.VERIFIED
    said = anna.post(f"{case(tenant)}/freeze", {**WORDS, "remedy": " "}, follow=True).content.decode()
    assert "请写明整改方式" in said
    anna.post(f"{case(tenant)}/freeze", WORDS)
    assert file_of(tenant).state == S.FROZEN
    assert "发票, 合同" in page(bo, case(tenant))
    assert "须由其他人决定" in anna.post(f"{case(tenant)}/reinstate", {"reason": "x"}, follow=True).content.decode()
    bo.post(f"{case(tenant)}/reinstate", {"reason": "已核实"})
    assert file_of(tenant).state == S.VERIFIED


def test_more_is_asked_for_and_a_refusal_says_why(tenant, anna):
    hand_in_merchant(tenant)
    anna.post(f"{case(tenant)}/ask", {"reason": "请补充授权"})
    assert file_of(tenant).state == S.NEEDS_INFO
    hand_in_merchant(tenant)
    anna.post(f"{case(tenant)}/refuse", WORDS)
    assert file_of(tenant).state == S.REFUSED
    hand_in_merchant(tenant)  # mended, it is looked at again
    assert file_of(tenant).state == S.REVIEW


def test_an_appeal_is_decided_by_other_staff(tenant, anna, bo):
    verify(tenant)
    anna.post(f"{case(tenant)}/freeze", WORDS)
    with platform_context():
        held = file_of(tenant).restrictions.get().id
    office(tenant).post("/console/settings/qualification/appeal", {"restriction": str(held), "text": "请复核"})
    with platform_context():
        appeal = str(MerchantAppeal.objects.get().id)
    assert "请复核" in page(bo, case(tenant))
    anna.post(f"{case(tenant)}/decide-appeal", {"appeal": appeal, "decision": "yes", "reason": "可"})
    assert file_of(tenant).state == S.FROZEN
    bo.post(f"{case(tenant)}/decide-appeal", {"appeal": appeal, "decision": "yes", "reason": "可"})
    assert file_of(tenant).state == S.VERIFIED


def test_verification_is_called_for_sooner_on_a_day(tenant, anna):
    verify(tenant)
    assert (
        "期限须在"
        in anna.post(f"{case(tenant)}/call-in", {"reason": "x", "due_on": "2999-01-01"}, follow=True).content.decode()
    )
    due = file_of(tenant).due_at.date().isoformat()
    anna.post(f"{case(tenant)}/call-in", {"reason": "变更", "due_on": due})
    assert file_of(tenant).state == S.DUE


def test_what_a_check_saw_is_said_in_words(tenant, other_tenant, anna):
    hand_in_merchant(other_tenant)
    hand_in_merchant(tenant)
    text = page(anna, case(tenant))
    assert "Shop beta" in text
    assert "相同: 统一社会信用代码" in text
    assert "kq_t_" not in text


def test_a_vouched_merchant_is_marked_on_every_page(tenant, anna):
    vouch_merchant(tenant=tenant, reason="认识", now=now())
    assert "运营者担保" in page(anna, "/staff/merchants?tab=verified")
    assert "运营者担保" in page(anna, case(tenant))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_identities_are_written_out_on_record_and_noted_as_handed_in(tenant, other_tenant, anna, form):
    verify(tenant, name="=cmd|杭州好卡")
    period = f"{now().year}-1"
    answer = anna.post("/staff/merchants/report", {"period": period, "form": form})
    assert answer.status_code == 200
    if form == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    else:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    told = next(row for row in rows if USCC in row)
    assert told[0] in {"'=cmd|杭州好卡", "=cmd|杭州好卡"}
    assert "13900000001" in told
    assert any("Shop beta" in row for row in rows)
    with platform_context():
        report = IdentityReport.objects.get()
        assert (report.made_by, report.rows) == ("anna@p.example", len(rows) - 1)
        assert bytes(report.sha256) == hashlib.sha256(answer.content).digest()
    anna.post(f"/staff/merchants/report/{report.id}", {"receipt": "回执 7"})
    assert "回执 7" in page(anna, "/staff/merchants/report")
    assert "登记过" in anna.post(f"/staff/merchants/report/{report.id}", follow=True).content.decode()
    assert (
        "还没有到这一期"
        in anna.post("/staff/merchants/report", {"period": "2999-1", "form": form}, follow=True).content.decode()
    )
