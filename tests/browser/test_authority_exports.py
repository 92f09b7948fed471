"""An authority's letter in the browser: filed with its scan, read and approved by a second person, handed over as a file."""

from __future__ import annotations

import hashlib
import io
import json
import re

import pytest
import pyzipper
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.looking import problems
from tests.browser.test_compliance_journey import open_until, scan_of
from tests.browser.test_pages import log_in_to_the_console

TYPED = {
    "authority": "杭州市公安局", "document": "杭公调证〔2026〕17号", "document_on": "2026-11-02", "officer": "张警官",
    "officer_contact": "0571-0000000", "shop": "demo", "asks_for": "调取该店铺三十日内的订单和付款记录",
}  # fmt: skip
PROOF = "[name=proof]"


@pytest.fixture
def lead(shops, visitor, address, demo):
    """Another of the staff, on a phone, who approves."""
    email = "game@kaquan.localhost"
    assert shops.command("grant_staff", email, "--role", "lead").returncode == 0
    yield log_in_to_the_console(visitor(PHONE), address(), demo["secrets"]["game"]["password"], email)
    assert shops.command("grant_staff", email).returncode == 0


def test_a_request_goes_from_its_letter_to_the_file_that_the_authority_opens(visitor, address, demo, lead):
    password = demo["secrets"]["staff"]["password"]
    staff = log_in_to_the_console(visitor(DESKTOP), address(), password)
    staff.goto(f"{address()}/staff/exports")
    staff.get_by_role("link", name="登记调取文书").click()
    for name, value in TYPED.items():
        staff.fill(f"[name={name}]", value)
    staff.set_input_files("[name=letter]", scan_of("letter"))
    for section in ("orders", "payments"):
        staff.check(f"[name=sections][value={section}]")
    assert problems(staff) == []
    staff.get_by_role("button", name="提交审批").click()
    expect(staff.locator("main")).to_contain_text("不能审批自己提交的申请")
    case = staff.url
    open_until(staff, case, staff.get_by_role("link", name="打开文书"))

    # Nobody approves what they did not read.
    lead.goto(case)
    expect(lead.get_by_role("button", name="批准并生成文件")).to_have_count(0)
    lead.get_by_role("link", name="打开文书").click()
    page = lead.locator(".pages img")
    page.scroll_into_view_if_needed()
    expect(page).to_have_js_property("complete", value=True)
    assert page.evaluate("image => image.naturalWidth") > 0
    assert problems(lead) == []
    lead.get_by_role("link", name="看完，返回申请").click()
    lead.locator(PROOF).fill(demo["secrets"]["game"]["password"])
    lead.get_by_role("button", name="批准并生成文件").click()
    secret = lead.locator("[role=alert] code").inner_text()
    assert problems(lead) == []
    lead.goto(case)
    assert secret not in lead.content()

    fetch = staff.get_by_role("button", name="下载加密文件")
    open_until(staff, case, fetch)
    assert problems(staff) == []
    staff.locator(PROOF).fill(password)
    with staff.expect_download() as download:
        fetch.click()
    content = download.value.path().read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        with pytest.raises(RuntimeError, match="encrypted"):
            archive.read("manifest.json")
        archive.setpassword(secret.encode())
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    assert set(files) == {"orders.json", "orders.csv", "payments.json", "payments.csv"}
    assert manifest["sha256"] == {name: hashlib.sha256(each).hexdigest() for name, each in files.items()}
    assert manifest["rows"]["orders"] == len(json.loads(files["orders.json"]))
    assert re.fullmatch("[0-9a-f]{64}", manifest["document_sha256"])

    staff.goto(case)
    expect(staff.locator("main")).to_contain_text(digest)
    staff.fill("[name=receipt]", "当面签收")
    staff.get_by_role("button", name="登记为已交付").click()
    expect(staff.locator("h1 + p")).to_contain_text("已交付")
