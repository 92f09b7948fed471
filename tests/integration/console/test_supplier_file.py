"""A supplier's file in the back office: filled in, papers handed in and looked at, submitted; what waits and what is held against it."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from platform_core.compliance.enums import DocumentKind, LookKind, SupplyState
from platform_core.compliance.models import Document, DocumentLook, SupplyLink
from platform_core.compliance.services.ask_supplier_info import ask_supplier_info
from platform_core.compliance.services.decide_document import decide_document
from platform_core.compliance.services.record_look import record_look
from platform_core.compliance.services.suspend_supplier import suspend_supplier
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.job_runner import run_next_job
from tenants.access.models import AuditEntry
from tenants.inventory.models import SupplierContract
from tests.integration.compliance.paper_files import jpeg, pdf
from tests.integration.compliance.paper_supply import LICENCE, approved, begin, hand_in, link_of, submit
from tests.integration.console.test_back_office import staff
from tests.world import FIRST_STAFF

PLACE = "/console/suppliers"
TYPED = {
    **LICENCE,
    "founded_on": "2020-01-01",
    "name": "厦门卡券有限公司",
    "aliases": "老名字\r\n别名",
    "licence_ends_on": "",
}


@pytest.fixture
def client(tenant):
    return staff(tenant, "operations")


def contract_of(tenant, link_id):
    with tenant_context(tenant):
        return SupplierContract.objects.get(supplier_id=link_id)


def place_of(tenant, link_id):
    return f"{PLACE}/{contract_of(tenant, link_id).id}"


def text(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, place, kind, content, name="a.jpg", replaces="", **told):
    query = f"?kind={kind}" + (f"&replaces={replaces}" if replaces else "")
    file = SimpleUploadedFile(name, content)
    return client.post(
        f"{place}/papers/new{query}", {"file": file, "title": "", "valid_from": "", "valid_to": "", **told}
    )


def work():
    while run_next_job():
        pass


def papers(link_id):
    with platform_context():
        return list(Document.objects.filter(link_id=link_id).order_by("uploaded_at", "id"))


def test_a_new_supplier_goes_the_whole_way_to_review(tenant, client):
    client.post(PLACE, {"name": "厦门卡券有限公司"})
    with tenant_context(tenant):
        contract = SupplierContract.objects.get(name="厦门卡券有限公司")
    place = f"{PLACE}/{contract.id}"
    page = text(client, f"{place}/file")
    assert "先选择供货类别" in page
    assert "还差 9 项" in page
    client.post(f"{place}/file/category", {"category": "telecom"})
    page = text(client, f"{place}/file")
    assert page.count('class="badge amber">缺<') == 2
    assert "上传运营商代理合同" in page
    assert client.post(f"{place}/file/licence", TYPED).status_code == 302
    assert (
        client.post(f"{place}/file/contacts", {"bank_account": "6222000011112222", "phone": "13800001234"}).status_code
        == 302
    )
    for kind in ("licence", "carrier"):
        assert send(client, place, kind, jpeg(len(kind)), valid_to="2031-01-01").status_code == 302
    page = text(client, f"{place}/file")
    assert ("安全检查中" in page, "还差 3 项" in page, "every 3s" in page) == (True, True, True)
    work()
    assert client.get(f"{place}/file/papers")["HX-Refresh"] == "true"
    page = text(client, f"{place}/file")
    assert ("资料齐全" in page, "****-2222" in page, "138****234" in page) == (True, True, True)
    assert "6222000011112222" not in page
    client.post(f"{place}/file/submit")
    work()
    with platform_context():
        link = SupplyLink.objects.select_related("supplier").get(pk=contract.supplier_id)
    assert (link.state, link.supplier.state, link.aliases) == ("submitted", "review", ["老名字", "别名"])
    page = text(client, f"{place}/file")
    assert re.search(r'aria-current="step"><span>审核', page)
    assert "审核期间不能修改" in page
    with tenant_context(tenant):
        kept = AuditEntry.objects.filter(act__startswith="supplier_").values_list("act", "reason")
        assert {
            "supplier_category",
            "supplier_licence",
            "supplier_contacts",
            "supplier_paper_new",
            "supplier_submit",
        } <= {act for act, _ in kept}
        assert "6222" not in str(list(kept))


def test_what_is_missing_keeps_it_from_being_submitted(tenant, client):
    link_id = begin(tenant)
    place = place_of(tenant, link_id)
    assert "请先补齐" in client.post(f"{place}/file/submit", follow=True).content.decode()
    assert link_of(link_id).state == SupplyState.OPEN


@pytest.mark.parametrize(
    ("uscc", "said"),
    [
        ("91350211M000100Y46", "校验位正确"), ("91350211M000100Y44", "最后一位校验不符"), ("9135", "是 18 位，您填了 4 位"),
        ("91350211M00010IY46", "只能是数字和大写字母"),
    ],
)  # fmt: skip
def test_a_number_is_checked_while_it_is_typed(tenant, client, uscc, said):
    place = place_of(tenant, begin(tenant))
    assert said in text(client, f"{place}/file/number?uscc={uscc}")
    answer = client.post(f"{place}/file/licence", {**TYPED, "uscc": uscc})
    assert answer.status_code == (302 if said == "校验位正确" else 422)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"GIF89a....", "a.gif", "只接受 JPG"), (jpeg(), "a.pdf", "与扩展名不符"), (jpeg(), "a.php.jpg", "两个扩展名"),
        (b"", "a.jpg", "文件是空的"),
    ],
    ids=["gif", "mismatch", "double", "empty"],
)  # fmt: skip
def test_a_wrong_file_is_said_at_the_field(tenant, client, content, name, said):
    link_id = begin(tenant)
    answer = send(client, place_of(tenant, link_id), "licence", content, name)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert papers(link_id) == []


def test_a_file_that_is_refused_later_says_why_in_the_list(tenant, client):
    link_id = begin(tenant)
    place = place_of(tenant, link_id)
    send(client, place, "licence", pdf() + b"<html><script>", "a.pdf")
    work()
    assert "夹带了其他内容" in text(client, f"{place}/file")
    assert "未通过的资质文件" in text(client, "/console/attention")
    (paper,) = papers(link_id)
    assert client.get(f"{place}/papers/{paper.id}/pages/1").status_code == 404
    assert client.get(f"{place}/papers/{paper.id}").status_code == 302


def test_looking_is_marked_and_written_before_and_the_merchant_sees_that_staff_looked(tenant, client):
    link_id = begin(tenant)
    paper, place = hand_in(tenant, link_id, content=pdf(2), filename="a.pdf"), place_of(tenant, link_id)
    with platform_context():
        record_look(
            document=paper, page=1, kind=LookKind.STAFF, who="s", email="secret@p.example", address="", now=now()
        )
    page = text(client, f"{place}/papers/{paper.id}")
    assert page.count("<img ") == 2
    assert ("平台人员" in page, "secret@p.example" in page) == (True, False)
    answer = client.get(f"{place}/papers/{paper.id}/pages/2")
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/jpeg",
        "nosniff",
    )
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    Image.open(io.BytesIO(answer.content)).verify()
    assert client.get(f"{place}/papers/{paper.id}/pages/3").status_code == 404
    with platform_context():
        looks = list(DocumentLook.objects.filter(document=paper).order_by("at").values_list("kind", "page"))
    assert looks == [("staff", 1), ("merchant", 2)]


def test_nothing_of_another_shop_is_reached(tenant, other_tenant, client):
    theirs = begin(other_tenant)
    paper, ours = hand_in(other_tenant, theirs), place_of(tenant, begin(tenant))
    for path in (
        f"{place_of(other_tenant, theirs)}/file",
        f"{ours}/papers/{paper.id}",
        f"{ours}/papers/{paper.id}/pages/1",
    ):
        assert client.get(path).status_code == 404
    assert client.post(f"{ours}/papers/{paper.id}/remove").status_code == 404
    assert client.get(f"{ours}/papers/new?kind=licence&replaces={paper.id}").status_code == 404
    with platform_context():
        assert not DocumentLook.objects.exists()


def test_a_paper_is_corrected_and_taken_back(tenant, client):
    link_id = begin(tenant)
    paper, place = hand_in(tenant, link_id), place_of(tenant, link_id)
    wrong = {"title": "", "valid_from": "2027-01-01", "valid_to": "2026-01-01"}
    assert "结束日期早于" in client.post(f"{place}/papers/{paper.id}/edit", wrong).content.decode()
    assert client.post(f"{place}/papers/{paper.id}/edit", {**wrong, "valid_to": "2028-01-01"}).status_code == 302
    assert "有效期至 2028-01-01" in text(client, f"{place}/file")
    client.post(f"{place}/papers/{paper.id}/remove")
    assert "还没有" not in text(client, f"{place}/file")
    assert papers(link_id)[0].state == "removed"


def test_an_authorisation_tells_its_link_of_the_chain(tenant, client):
    link_id = begin(tenant, "game")
    place = place_of(tenant, link_id)
    told = {
        "position": "1", "brand": "点卡", "grantor": "品牌方", "grantor_uscc": "", "grantee": "厦门卡券", "grantee_uscc": LICENCE["uscc"],
        "region": "全国", "categories": ["game"], "owner": "on", "online": "on",
    }  # fmt: skip
    assert send(client, place, "authorisation", jpeg(), **{**told, "brand": ""}).status_code == 422
    assert send(client, place, "authorisation", jpeg(), **told).status_code == 302
    (paper,) = papers(link_id)
    assert (paper.position, paper.fields.pop("sublicence")) == (1, False)
    assert {**paper.fields, "position": "1"} == {**told, "owner": True, "online": True}
    assert "第 1 级：品牌方 → 厦门卡券" in text(client, f"{place}/file")


def test_what_staff_ask_for_stands_on_the_page_and_on_the_bell(tenant, client):
    link_id = begin(tenant)
    licence = hand_in(tenant, link_id)
    hand_in(tenant, link_id, DocumentKind.CARRIER)
    supplier = submit(tenant, link_id)
    with platform_context():
        decide_document(document_id=licence.id, actor=FIRST_STAFF, accept=False, note="公章不清", now=now())
        ask_supplier_info(supplier_id=supplier.id, actor=FIRST_STAFF, note="请重拍营业执照", now=now())
    page = text(client, f"{place_of(tenant, link_id)}/file")
    for said in ("请重拍营业执照", "公章不清", "还差 1 项", "上传营业执照"):
        assert said in page
    assert "平台要求补充资料的供应商" in text(client, "/console/attention")


def test_a_restriction_says_why_and_takes_one_appeal(tenant, client):
    link_id = approved(tenant)
    place = place_of(tenant, link_id)
    with platform_context():
        suspend_supplier(
            supplier_id=link_of(link_id).supplier_id,
            actor=FIRST_STAFF,
            reason="授权已撤回",
            remedy="补交新授权",
            documents=["授权书"],
            now=now(),
        )
    page = text(client, f"{place}/file")
    for said in ("已暂停销售", "授权已撤回", "补交新授权", "授权书", "申诉截止"):
        assert said in page
    assert "至少 10 个字" in client.post(f"{place}/file/appeal", {"text": "不对"}, follow=True).content.decode()
    client.post(f"{place}/file/appeal", {"text": "授权仍然有效，附上品牌方的确认函。"})
    page = text(client, f"{place}/file")
    assert "申诉处理中" in page
    assert 'name="text"' not in page
    assert (
        "已有一份申诉"
        in client.post(f"{place}/file/appeal", {"text": "再申诉一次，请尽快处理。"}, follow=True).content.decode()
    )


def test_papers_that_end_stand_on_the_bell_and_are_renewed_from_the_page(tenant, client):
    link_id = approved(tenant, licence_ends=now().date() + dt.timedelta(days=20))
    assert "资质快到期" in text(client, "/console/attention")
    place, old = place_of(tenant, link_id), papers(link_id)[0]
    page = text(client, f"{place}/papers/new?kind=licence&replaces={old.id}")
    assert "原来的继续有效" in page
    assert send(client, place, "licence", jpeg(77), replaces=old.id, valid_to="2033-01-01").status_code == 302
    assert papers(link_id)[-1].replaces_id == old.id


def test_the_page_asks_little_of_the_database(tenant, client, django_assert_max_num_queries):
    link_id = begin(tenant)
    place = place_of(tenant, link_id)
    for number in range(4):
        hand_in(tenant, link_id, position=number)
    text(client, f"{place}/file")
    with django_assert_max_num_queries(12):
        text(client, f"{place}/file")
