"""A shop's own words to its buyers: void clauses are found however they are written, marked with their law, and not saved."""

import pytest
import yaml

from platform_core.compliance.enums import SubjectKind, Verdict
from platform_core.compliance.errors import TermsRefused
from platform_core.compliance.known_rules import forget_rules
from platform_core.compliance.models import Screening
from platform_core.compliance.rulebook.reading import list_released
from platform_core.compliance.services import ask_rules as asking
from platform_core.compliance.services.check_terms import check_terms
from platform_core.compliance.services.load_rulebook import load_rulebook
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.catalog.selectors import get_shop_front
from tests.integration.console.test_back_office import staff
from tests.world import now

WHOLE = {"accent": "#0aa344", "font_scale": "112", "contact_type": "phone"}
GOOD = "卡密自购买之日起三年内有效。查看前可在七日内退款，查看后确认可用的，不适用七日无理由退货。遗失可凭订单号找回。"
BODIES = {body["id"]: body for body in list_released()}


def refused(tenant, text):
    with tenant_context(tenant):
        try:
            check_terms(subject_id="front:terms", text=text, now=now())
        except TermsRefused as error:
            return [each["sentence"] for each in error.clauses]
    return []


def test_sound_terms_are_saved_and_what_was_asked_is_kept(tenant):
    assert staff(tenant).post("/console/shopfront", {**WHOLE, "terms": GOOD}).status_code == 302
    with platform_context():
        row = Screening.objects.get(tenant_role=tenant.role_name, subject_kind=SubjectKind.TERMS)
    assert (row.verdict, row.subject_ref) == (Verdict.CLEAR, "front:terms")
    assert [(each["rule"], each["version"]) for each in row.outcomes] == [("CARD-07", 2)]


@pytest.mark.parametrize(
    "clause",
    [
        "售出概不退款", "售 出 概 不 退 款", "概，不，退，款", "概\u200b不\u200b退款", "概不退款",
        "本店擁有最終解釋權",
        "最终，解释权归本店所有", "遺失不補辦", "本卡不得轉讓", "過期作廢", "All sales are FINAL", "Ｎｏ ｒｅｆｕｎｄｓ", "恕不退换",
    ],
)  # fmt: skip
def test_a_void_clause_is_found_however_it_is_written(tenant, clause):
    assert refused(tenant, f"第一条可以退款。{clause}。第三条三年有效。") == [f"{clause}。"]


@pytest.mark.parametrize("text", [GOOD, "如有疑问，解释以法律为准。", "可以转让。", "过期可延期。", "", "  。！"])
def test_other_words_stand(tenant, text):
    assert refused(tenant, text) == []


def test_a_clause_that_was_cut_in_two_is_marked_whole(tenant):
    assert refused(tenant, "好。概不。退款。好。") == ["概不。", "退款。"]


@pytest.mark.parametrize("field", ["terms", "terms_en", "notice", "banner_text"])
def test_the_merchant_reads_the_sentence_and_the_law_and_nothing_is_saved(tenant, field):
    answer = staff(tenant).post("/console/shopfront", {**WHOLE, field: "欢迎光临。<b>概不退款</b>。"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "法释〔2025〕4号" in page
    assert "<b>概不退款" not in page
    with tenant_context(tenant):
        assert getattr(get_shop_front(), field) == ""


def test_what_counsel_adds_is_asked_next(tenant):
    assert refused(tenant, "本店保留涨价权。") == []
    body = {
        **BODIES["CARD-07"],
        "version": 50,
        "holds": "size(terms_text) >= 1 && !terms_text.contains('涨价权') && !terms_text.contains('不退')",
    }
    body["vectors"] = {"base": {"terms_text": "好"}, "pass": [{}, {"terms_text": "可退"}, {"terms_text": "可以"}],
                       "fail": [{"terms_text": "涨价权"}, {"terms_text": "不退"}, {"terms_text": ""}]}  # fmt: skip
    with platform_context():
        load_rulebook(texts=[yaml.safe_dump({"rules": [body]}, allow_unicode=True)], by="counsel", now=now())
    forget_rules()
    assert refused(tenant, "本店保留涨价权。") == ["本店保留涨价权。"]


def test_without_rules_nothing_new_is_saved_and_the_rest_still_is(tenant, monkeypatch):
    client = staff(tenant)
    monkeypatch.setattr(asking, "list_known_rules", lambda in_shop: ())
    assert client.post("/console/shopfront", {**WHOLE, "terms": GOOD}).status_code == 422
    assert client.post("/console/shopfront", WHOLE).status_code == 302
