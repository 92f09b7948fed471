"""Many codes leave by two people only: asked, allowed by another, taken once, by the one who asked; then they are not sold."""

from __future__ import annotations

import io
import threading
import uuid

import pytest
import pyzipper
from django.db import connections

from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.access.approvals import LIFETIME
from tenants.access.enums import ApprovalState, TwoPersonAct
from tenants.access.errors import ApprovalOver, SecondPersonNeeded
from tenants.access.models import Approval
from tenants.access.services.ask_approval import ask_approval
from tenants.access.services.decide_approval import decide_approval
from tenants.access.services.record_act import Person
from tenants.inventory.errors import CodeStockExhausted
from tenants.inventory.models import Lot
from tenants.inventory.selectors import find_code_saying, list_stock
from tenants.inventory.services.reserve_codes import LONGEST_HOLD, reserve_codes
from tenants.issuance.errors import CodeStateInvalid
from tenants.issuance.models import Reveal
from tenants.issuance.services.resume_code import resume_code
from tenants.issuance.services.take_codes import take_codes
from tests.integration.console.test_back_office import staff
from tests.world import committed_shop, issue, make_shelf, stock

ANN = Person(uuid.UUID(int=1), "ann@example.com", "owner")
BOB = Person(uuid.UUID(int=2), "bob@example.com", "owner")
EVE = Person(uuid.UUID(int=3), "eve@example.com", "owner")
ACT = TwoPersonAct.EXPORT_CODES
CODES = [f"LEAVES-{number}" for number in range(6)]


def asked(codes=CODES, by=ANN, at=None):
    ids = [str(find_code_saying(code, None).id) for code in codes]
    return ask_approval(act=ACT, summary={}, payload={"codes": ids}, reason="audit", person=by, now=at or now())


def allow(approval, by=BOB, at=None):
    return decide_approval(approval_id=approval.id, approved=True, person=by, now=at or now())


def take(approval, by=ANN, act=ACT, at=None):
    return take_codes(approval_id=approval.id, act=act, person=by, ip=None, now=at or now())


@pytest.fixture
def shelved(tenant, shelf):
    stock(tenant, shelf, CODES)
    return shelf


def test_what_left_is_not_sold_any_more_and_the_look_is_on_record(tenant, shelved):
    with tenant_context(tenant):
        issue(shelved.sku, 1)
        approval = asked()
        allow(approval)
        before = Reveal.objects.count()
        taken = take(approval)
        assert sorted(code.secret for code in taken.codes) == CODES
        assert sorted(code.unsold for code in taken.codes) == [False] + [True] * 5
        look = Reveal.objects.order_by("-id").first()
        assert (Reveal.objects.count(), look.count, look.export_id) == (before + 1, 6, approval.id)
        assert list_stock([shelved.sku.id], now=now())[shelved.sku.id] == 0
        with pytest.raises(CodeStockExhausted):
            issue(shelved.sku, 1)
        with pytest.raises(CodeStateInvalid):
            resume_code(code_id=find_code_saying(CODES[5], None).id, actor="ann", reason="", now=now())


def test_what_a_checkout_holds_is_left_out(tenant, shelved):
    with tenant_context(tenant):
        reserve_codes(sku=shelved.sku, quantity=2, hold_for=LONGEST_HOLD, now=now())
        approval = asked()
        allow(approval)
        taken = take(approval)
        assert (len(taken.codes), taken.left_out) == (4, 2)


def test_one_person_alone_takes_nothing(tenant, shelved):
    with tenant_context(tenant):
        approval = asked()
        with pytest.raises(SecondPersonNeeded):
            take(approval)
        for same in (ANN, Person(uuid.UUID(int=9), ANN.email, "owner")):
            with pytest.raises(SecondPersonNeeded):
                allow(approval, by=same)
        with pytest.raises(SecondPersonNeeded):
            take(approval)
        assert list_stock([shelved.sku.id], now=now())[shelved.sku.id] == 6


def test_nobody_else_takes_it_nor_for_another_act_nor_later_nor_twice(tenant, other_tenant, shelved):
    with tenant_context(tenant):
        approval = asked()
        allow(approval)
        for wrong in ({"by": EVE}, {"by": BOB}, {"act": TwoPersonAct.REVEAL_CODES}):
            with pytest.raises(SecondPersonNeeded):
                take(approval, **wrong)
        with pytest.raises(ApprovalOver):
            take(approval, at=now() + LIFETIME)
    with tenant_context(other_tenant), pytest.raises(SecondPersonNeeded):
        take(approval)
    with tenant_context(tenant):
        assert list_stock([shelved.sku.id], now=now())[shelved.sku.id] == 6
        take(approval)
        with pytest.raises(ApprovalOver):
            take(approval)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_at_once_one_gets_the_codes():
    with committed_shop("takes") as tenant:
        shelf = make_shelf(tenant)
        stock(tenant, shelf, CODES)
        with tenant_context(tenant):
            approval = asked()
            allow(approval)
        found, start = [], threading.Barrier(2)

        def run():
            with tenant_context(tenant):
                start.wait()
                try:
                    found.append(len(take(approval).codes))
                except ApprovalOver:
                    found.append(0)
            connections.close_all()

        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(found) == [0, 6]
        with tenant_context(tenant):
            assert Reveal.objects.filter(export_id=approval.id).count() == 1


def test_from_the_page_of_a_batch_to_an_encrypted_file(tenant, shelved):
    client = staff(tenant)
    with tenant_context(tenant):
        lot = Lot.objects.get()
    form = client.get(f"/console/stock/codes/export?batch={lot.id}").content.decode()
    assert all(f'name="{name}"' in form for name in ("count", "how", "reason"))
    data = {"batch": lot.id, "count": "3", "how": "export", "reason": "to print"}
    assert client.post("/console/stock/codes/ask", {**data, "reason": ""}).status_code == 422
    assert client.post("/console/stock/codes/ask", data).status_code == 302
    with tenant_context(tenant):
        approval = Approval.objects.get()
        path = f"/console/stock/codes/taken/{approval.id}"
        assert "LEAVES" not in str(approval.summary)
    assert "现在不能领取" in client.get(path).content.decode()
    client.post(path, {"password": "long enough", "kind": "zip"})
    with tenant_context(tenant):
        allow(approval)
    assert client.post(path, {"password": "short", "kind": "zip"}).status_code == 422
    answer = client.post(path, {"password": "long enough", "kind": "zip"})
    with pyzipper.AESZipFile(io.BytesIO(answer.content)) as archive:
        archive.setpassword(b"long enough")
        text = archive.read(archive.namelist()[0]).decode("utf-8-sig")
    assert b"LEAVES" not in answer.content
    assert [line.split(",")[2] for line in text.splitlines()[1:]] == [f'"{code}"' for code in CODES[:3]]
    assert client.post(path, {"kind": "csv"}).status_code == 302
    with tenant_context(tenant):
        assert Approval.objects.get().state == ApprovalState.DONE
        assert list_stock([shelved.sku.id], now=now())[shelved.sku.id] == 3


def test_picked_codes_are_read_on_a_page(tenant, shelved):
    client = staff(tenant)
    with tenant_context(tenant):
        picks = [public_id("code", find_code_saying(code, None).id) for code in CODES[:2]]
    page = client.post("/console/stock/codes/export", {"pick": picks}).content.decode()
    assert page.count('name="pick"') == 2
    client.post("/console/stock/codes/ask", {"pick": picks, "how": "reveal", "reason": "look"})
    with tenant_context(tenant):
        approval = Approval.objects.get()
        allow(approval)
    shown = client.post(f"/console/stock/codes/taken/{approval.id}")
    assert all(code in shown.content.decode() for code in CODES[:2])
    assert shown.headers["Cache-Control"] == "no-store"


def test_a_pick_of_another_shop_gives_nothing(tenant, other_tenant, shelved):
    with tenant_context(tenant):
        pick = public_id("code", find_code_saying(CODES[0], None).id)
    client = staff(other_tenant)
    client.post("/console/stock/codes/ask", {"pick": [pick], "how": "export", "reason": "look"})
    with tenant_context(other_tenant):
        approval = Approval.objects.get()
        allow(approval)
    answer = client.post(f"/console/stock/codes/taken/{approval.id}", {"kind": "csv"})
    assert b"LEAVES" not in answer.content
