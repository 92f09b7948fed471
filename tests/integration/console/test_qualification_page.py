"""The merchant's own page of its qualification: kept as far as it is filled in, said what is missing and why, handed in, appealed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.models import Document
from platform_core.compliance.services.restrict_merchant import restrict_merchant
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.console.launch_steps import list_steps
from tests.integration.compliance.merchants import ANNA, TOLD, add_own_papers, file_of, freeze, verify
from tests.integration.compliance.supply import run_jobs
from tests.integration.console.test_back_office import staff
from tests.world import now

PAGE = "/console/settings/qualification"
FORM = {name: str(value) for name, value in TOLD.items()}


def text_of(client, path=PAGE):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_new_shop_is_told_what_is_asked_for_and_by_which_law(tenant):
    text = text_of(staff(tenant))
    for words in ("未提交", "《电子商务法》第二十七条", "《反电信网络诈骗法》第二十一条", "主体类型", "还没有文件。"):
        assert words in text
    assert "商家资质" in text_of(staff(tenant), "/console/settings")


def test_what_is_filled_in_is_kept_and_numbers_are_shown_masked(tenant):
    client = staff(tenant)
    assert client.post(PAGE, {**FORM, "capital": ""}).status_code == 302
    text = text_of(client)
    assert "李掌柜" in text
    assert "13900000001" not in text
    assert "330106198801015555" not in text
    assert "还缺" in text
    client.post(PAGE, {**FORM, "phone": "", "identity_number": ""})  # left empty, they stay
    assert file_of(tenant).phone_print is not None


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("uscc", "91330106MA2J2R0X27", "校验位不对"),
        ("uscc", "9133", "18 位"),
        ("icp_number", "浙备1", "格式不对"),
        ("kind", "bank", "bank"),
    ],
)
def test_what_cannot_be_right_is_said_at_the_field_and_nothing_is_kept(tenant, field, value, said):
    client = staff(tenant)
    answer = client.post(PAGE, {**FORM, field: value})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with platform_context():
        from platform_core.compliance.models import MerchantFile

        assert not MerchantFile.objects.exists()


def test_it_is_handed_in_when_nothing_is_missing_and_then_not_edited(tenant):
    client = staff(tenant)
    text = client.post(PAGE, {**FORM, "submit": "1"}, follow=True).content.decode()
    assert "缺 2 项" in text
    add_own_papers(tenant, ("licence", "identity"))
    assert "已提交" in client.post(PAGE, {**FORM, "submit": "1"}, follow=True).content.decode()
    assert 'fieldset class="card" disabled' in text_of(client)
    run_jobs()
    assert file_of(tenant).state == MerchantState.REVIEW
    client.post(PAGE, {**FORM, "name": "另一家"})
    assert file_of(tenant).name == TOLD["name"]


def test_a_paper_is_handed_in_into_quarantine_and_taken_back(tenant):
    client = staff(tenant)
    png = b"\x89PNG\r\n\x1a\n" + bytes(64)
    answer = client.post(
        f"{PAGE}/papers", {"kind": "licence", "file": SimpleUploadedFile("licence.png", png)}, follow=True
    )
    assert "已上传" in answer.content.decode() or "不能" in answer.content.decode() or "损坏" in answer.content.decode()
    assert "请选择文件" in client.post(f"{PAGE}/papers", {"kind": "licence"}, follow=True).content.decode()
    assert (
        "请选择文件"
        in client.post(
            f"{PAGE}/papers", {"kind": "authorisation", "file": SimpleUploadedFile("a.png", png)}, follow=True
        ).content.decode()
    )
    add_own_papers(tenant, ("icp",))
    with tenant_context(tenant):
        paper = Document.objects.filter(kind="icp").values_list("id", flat=True).get()
    assert "已移除" in client.post(f"{PAGE}/papers/{paper}/remove", follow=True).content.decode()


def test_a_freeze_is_shown_with_reason_remedy_and_a_way_to_appeal(tenant):
    verify(tenant)
    freeze(tenant)
    client = staff(tenant)
    text = text_of(client)
    for words in ("已冻结", "涉诈线索核查", "提交进货凭证", "进货发票", "提交申诉"):
        assert words in text
    assert ANNA.email not in text
    import re

    restriction = re.search(r'name="restriction" value="([^"]+)"', text).group(1)
    assert "没有提交" in client.post(f"{PAGE}/appeal", {"restriction": restriction}, follow=True).content.decode()
    said = client.post(f"{PAGE}/appeal", {"restriction": restriction, "text": "进货凭证已上传"}, follow=True)
    assert "申诉已提交" in said.content.decode()
    run_jobs()
    text = text_of(client)
    assert "进货凭证已上传" in text
    assert "提交申诉" not in text
    assert "店铺受限" in text_of(client, "/console/attention/rows") or "店铺受限" in text_of(
        client, "/console/attention"
    )


def test_another_shops_restriction_cannot_be_appealed_against(tenant, other_tenant):
    verify(other_tenant)
    with platform_context():
        restrict_merchant(
            file_id=file_of(other_tenant).id, kind="freeze", actor=ANNA, reason="x", remedy="y", now=now()
        )
        held = file_of(other_tenant).restrictions.get().id
    answer = staff(tenant).post(f"{PAGE}/appeal", {"restriction": str(held), "text": "x"}, follow=True)
    assert "没有提交" in answer.content.decode()


def steps(tenant):
    with tenant_context(tenant):
        return {step.title: step for step in list_steps({})}


def test_the_launch_checklist_says_what_is_missing_and_asks_for_a_permit_only_with_balances(tenant, settings):
    settings.KAQUAN_REQUIRE_QUALIFICATION = True
    step = steps(tenant)["通过商家资质审核"]
    assert (step.done, step.must) == (False, True)
    assert "主体类型" in step.hint
    assert "支付业务许可或持牌机构协议" not in steps(tenant)
    verify(tenant)
    assert steps(tenant)["通过商家资质审核"].done
    staff(tenant).post(PAGE, {**FORM, "wants_balances": "on"})
    assert steps(tenant)["支付业务许可或持牌机构协议"].done is False
