"""To whom invoices are made out, and asking for them: right or not kept, asked once, as the title was at that moment."""

from __future__ import annotations

import pytest

from billing.errors import InvoiceStateInvalid, InvoiceTitleInvalid
from billing.models import BillingAccount, Invoice
from billing.services.ask_fapiao import ask_fapiao
from billing.services.save_invoice_title import save_invoice_title
from billing.titles import InvoiceTitle
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import platform_context
from tests.integration.console.billing_shop import BAD_NUMBER, GOOD_NUMBER, HOME, bill, paying, words_of
from tests.integration.console.test_back_office import staff
from tests.world import now

COMPANY = {"kind": "company", "title": "杭州卡券贸易有限公司", "tax_number": GOOD_NUMBER}
SPECIAL = {
    "address": "杭州市西湖区文三路 1 号", "phone": "0571-88886666", "bank": "某银行杭州分行", "bank_account": "6222 0000 1111 2222",
}  # fmt: skip


@pytest.fixture(autouse=True)
def charged(settings):
    settings.KAQUAN_BILLING = "stripe"


@pytest.fixture
def office(tenant):
    paying(tenant)
    return staff(tenant, "finance")


def account_of(tenant):
    with platform_context():
        return BillingAccount.objects.filter(tenant_id=tenant.id).first()


def fresh(made):
    with platform_context():
        return Invoice.objects.get(pk=made.pk)


def test_a_companys_title_is_kept_as_it_is_printed(office, tenant):
    typed = (
        COMPANY
        | SPECIAL
        | {"title": " 杭州卡券贸易有限公司 ", "tax_number": f" {GOOD_NUMBER.lower()[:9]} {GOOD_NUMBER[9:]}"}
    )
    answer = office.post(f"{HOME}/title", typed | {"mail_to": "finance@alpha.example"}, follow=True)
    assert "发票抬头已保存" in words_of(answer)
    kept = account_of(tenant)
    assert (kept.title_kind, kept.title, kept.tax_number) == ("company", "杭州卡券贸易有限公司", GOOD_NUMBER)
    assert (kept.bank_account, kept.mail_to) == ("6222000011112222", "finance@alpha.example")
    assert GOOD_NUMBER in words_of(office.get(HOME))
    assert f'value="{GOOD_NUMBER}"' in office.get(f"{HOME}/title").content.decode()


def test_of_a_person_nothing_of_a_company_is_kept(office, tenant):
    office.post(f"{HOME}/title", COMPANY | SPECIAL)
    office.post(f"{HOME}/title", COMPANY | SPECIAL | {"kind": "person", "title": "王小明"})
    kept = account_of(tenant)
    assert (kept.title_kind, kept.title) == ("person", "王小明")
    assert (kept.tax_number, kept.address, kept.phone, kept.bank, kept.bank_account) == ("", "", "", "", "")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": ""}, "请选择企业或个人"),
        ({"title": " "}, "请填写抬头"),
        ({"title": "字" * 121}, "太长了，请核对"),
        ({"tax_number": ""}, "须填税号"),
        ({"tax_number": "12345"}, "是 18 位"),
        ({"tax_number": BAD_NUMBER}, "校验位不对"),
        ({"tax_number": GOOD_NUMBER.replace("M", "I")}, "没有字母 I、O"),
        ({"bank": "某银行"}, "要一起填"),
        (SPECIAL | {"phone": "打给我"}, "电话只写数字"),
        (SPECIAL | {"bank_account": "62x"}, "8 至 30 位"),
        ({"mail_to": "finance"}, "邮箱格式不对"),
    ],
)
def test_a_title_that_is_wrong_is_not_kept_and_says_what_to_do(office, tenant, changes, said):
    answer = office.post(f"{HOME}/title", COMPANY | changes)
    assert answer.status_code == 422
    assert said.replace(" ", "") in words_of(answer).replace(" ", "")
    assert account_of(tenant) is None


def test_the_service_keeps_the_same_rules_as_the_page(tenant):
    for title, param, reason in (
        (InvoiceTitle("company", "甲公司", BAD_NUMBER), "tax_number", "check_character"),
        (InvoiceTitle("company", "", GOOD_NUMBER), "title", "missing"),
        (InvoiceTitle("robot", "甲公司"), "kind", "missing"),
        (InvoiceTitle("person", "王", mail_to="x"), "mail_to", "invalid"),
    ):
        with pytest.raises(InvoiceTitleInvalid) as refused:
            save_invoice_title(tenant=tenant, title=title, by="owner", now=now())
        assert refused.value.data == {"param": param, "reason": reason}
    assert account_of(tenant) is None


def test_a_title_changes_nothing_of_who_the_customer_is(office, tenant):
    with platform_context():
        BillingAccount.objects.create(
            tenant_id=tenant.id, tenant_role=tenant.role_name, provider="stripe", customer_id="cus_1", created_at=now(), changed_at=now(),
        )  # fmt: skip
    office.post(f"{HOME}/title", COMPANY)
    kept = account_of(tenant)
    assert (kept.customer_id, kept.provider, kept.title) == ("cus_1", "stripe", COMPANY["title"])


def test_an_invoice_is_asked_for_once_with_the_title_of_that_moment(office, tenant):
    made = bill(tenant)
    path = f"{HOME}/invoices/{made.id}"
    assert "申请前先填好抬头" in words_of(office.get(path))
    asked = office.post(f"{path}/fapiao")
    assert asked.headers["Location"] == f"{HOME}/title?bill={made.id}"
    assert fresh(made).fapiao == "none"
    back = office.post(f"{HOME}/title?bill={made.id}", COMPANY)
    assert back.headers["Location"] == path
    assert "已申请开票" in words_of(office.post(f"{path}/fapiao", follow=True))
    first = fresh(made)
    assert (first.fapiao, first.titled["title"], first.titled["tax_number"]) == ("asked", COMPANY["title"], GOOD_NUMBER)
    office.post(f"{HOME}/title", COMPANY | {"title": "另一家有限公司"})
    office.post(f"{path}/fapiao")
    again = fresh(made)
    assert (again.fapiao_at, again.titled) == (first.fapiao_at, first.titled)
    page = words_of(office.get(path))
    assert "开票中" in page
    assert "申请发票" not in page


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"status": "open"}, "open"),
        ({"status": "void", "amount_paid": 0}, "void"),
        ({"total": 0, "amount_paid": 0}, "nothing_paid"),
        ({"fapiao": "issued"}, "issued"),
    ],
)
def test_no_invoice_is_asked_for_where_there_is_none_to_make(tenant, changes, state):
    paying(tenant)
    save_invoice_title(tenant=tenant, title=InvoiceTitle("person", "王小明"), by="owner", now=now())
    made = bill(tenant, **changes)
    with pytest.raises(InvoiceStateInvalid) as refused:
        ask_fapiao(tenant=tenant, invoice_id=made.id, by="owner", now=now())
    assert refused.value.data == {"state": state}
    assert fresh(made).titled == {}
    answer = staff(tenant).post(f"{HOME}/invoices/{made.id}/fapiao", follow=True)
    assert "没有重复操作" in words_of(answer)


def test_an_invoice_of_another_shop_is_asked_for_by_nobody_else(tenant, other_tenant):
    paying(tenant)
    paying(other_tenant, remote_id="sub_2")
    save_invoice_title(tenant=other_tenant, title=InvoiceTitle("person", "王小明"), by="owner", now=now())
    made = bill(tenant)
    with pytest.raises(RecordNotFound):
        ask_fapiao(tenant=other_tenant, invoice_id=made.id, by="owner", now=now())
    assert staff(other_tenant).post(f"{HOME}/invoices/{made.id}/fapiao").status_code == 404
    assert fresh(made).fapiao == "none"


def test_a_title_with_a_bill_of_another_shop_leads_home(tenant, other_tenant):
    paying(tenant)
    theirs = bill(other_tenant)
    assert staff(tenant).post(f"{HOME}/title?bill={theirs.id}", COMPANY).headers["Location"] == HOME
