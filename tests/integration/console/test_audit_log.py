import pytest
from django.db import DatabaseError, transaction
from django.urls import path

from platform_core.compliance import audit_files
from platform_core.compliance.audit_selectors import find_audit_state
from platform_core.compliance.models import AuditCheck
from platform_core.compliance.services.anchor_chains import anchor_chains
from platform_core.compliance.services.check_log import check_log
from platform_core.identity.models import Membership
from platform_core.kernel.ids import new_id
from platform_core.messaging.models import Mail
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.access.audit_tables import log_of
from tenants.access.enums import Outcome, TwoPersonAct
from tenants.access.models import Approval, AuditEntry, AuditOutcome, SavedView
from tenants.access.services.ask_approval import ask_approval
from tenants.access.services.record_act import Person
from tenants.access.services.seal_audit import seal_audit
from tenants.catalog.services.index_product import index_product
from tenants.console import urls
from tenants.console.act_words import ACTS
from tenants.console.fact_words import fact_rows
from tests.integration.console.test_back_office import staff
from tests.world import make_shelf, now, shop

# What these change is nobody's business but their own: where one looks, and where one is logged in.
UNRECORDED = {"view_save", "view_forget", "leave", "enter"}


def entries(tenant):
    with tenant_context(tenant):
        return [
            (entry.act, entry.target, entry.reason, entry.outcome.outcome, entry.outcome.detail)
            for entry in AuditEntry.objects.select_related("outcome").order_by("id")
        ]


def test_an_act_is_written_down_with_who_did_it_and_what_became_of_it(tenant):
    client = staff(tenant)
    client.post("/console/suppliers", {"name": "A supplier", "reason": "new contract"})
    assert entries(tenant) == [("suppliers", "", "new contract", Outcome.DONE, {})]
    with tenant_context(tenant):
        entry = AuditEntry.objects.get()
    assert (entry.role, entry.address) == ("owner", "127.0.0.1")
    assert "@" in entry.email


def test_an_act_that_is_refused_is_written_down_as_refused(tenant):
    shelf = make_shelf(tenant)
    client = staff(tenant, "support")
    assert client.post(f"/console/products/{shelf.product.id}/copy").status_code == 404
    assert entries(tenant) == [("product_copy", str(shelf.product.id), "", Outcome.REFUSED, {})]


def test_bad_input_is_written_down_as_refused(tenant):
    staff(tenant).post("/console/suppliers", {"name": ""})
    assert [entry[3] for entry in entries(tenant)] == [Outcome.REFUSED]


def test_looking_is_not_an_act(tenant):
    client = staff(tenant)
    for page in ("/console/launch", "/console/audit", "/console/orders"):
        assert client.get(page).status_code == 200
    assert entries(tenant) == []


def test_strangers_leave_no_entry(tenant):
    shop(tenant).post("/console/suppliers", {"name": "A supplier"})
    assert entries(tenant) == []


@pytest.mark.parametrize("model", [AuditEntry, AuditOutcome])
@pytest.mark.parametrize("act", ["delete", "update"])
def test_nobody_rewrites_the_audit_log(tenant, model, act):
    staff(tenant).post("/console/suppliers", {"name": "A supplier"})
    changes = {"at": now()} if act == "update" else {}
    with tenant_context(tenant), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows = model.objects.filter(pk=model.objects.get().pk)
        rows._raw_delete(rows.db) if act == "delete" else rows.update(**changes)


def test_the_log_is_searched_by_person_object_reason_act_and_outcome(tenant):
    client = staff(tenant)
    client.post("/console/suppliers", {"name": "A supplier", "reason": "wholesale"})
    client.post("/console/keys", {})
    words = {
        "q=wholesale": "suppliers",
        "act=suppliers": "suppliers",
        "outcome=done": "suppliers",
        "act=keys": "keys",
        "outcome=refused": "keys",
    }
    for query, act in words.items():
        page = client.get(f"/console/audit?{query}").content.decode()
        assert str(ACTS[act]) in page.partition("<tbody>")[2], query
        assert page.count("data-panel") == 1, query


def test_an_entry_opens_beside_the_list_and_as_a_page(tenant):
    client = staff(tenant)
    client.post("/console/suppliers", {"name": "A supplier", "reason": "wholesale"})
    with tenant_context(tenant):
        address = f"/console/audit/{AuditEntry.objects.get().id}"
    whole, beside = client.get(address), client.get(address, headers={"HX-Target": "panel-body"})
    assert b"wholesale" in whole.content
    assert b"<html" in whole.content
    assert b"wholesale" in beside.content
    assert b"<html" not in beside.content
    assert client.get("/console/audit/00000000-0000-0000-0000-000000000001").status_code == 404


def _posts(pattern):
    guard = getattr(pattern.callback, "powers", None)
    return guard is not None and pattern.name not in UNRECORDED


def test_words_are_of_acts_that_exist(db):
    named = {pattern.name for pattern in urls.urlpatterns if _posts(pattern)}
    looks = {
        "staff_look_opened",
        "staff_break_glass_opened",
        "staff_look",
        "staff_look_closed",
        "staff_export",
    }  # by the platform's staff
    assert set(ACTS) <= named | looks


def test_every_page_of_the_back_office_is_guarded(db):
    open_to_all = {"enter", "leave"}
    unguarded = {
        pattern.name
        for pattern in urls.urlpatterns
        if isinstance(pattern, type(path("", shop))) and not hasattr(pattern.callback, "powers")
    }
    assert unguarded == open_to_all


def test_a_view_of_a_list_is_kept_and_seen_by_who_may(tenant):
    client = staff(tenant)
    form = {"page": "audit", "name": "Mine", "query": "outcome=done", "next": "/console/audit"}
    assert client.post("/console/views", form).headers["Location"] == "/console/audit?outcome=done"
    assert "Mine" in client.get("/console/audit").content.decode()
    with tenant_context(tenant):
        SavedView.objects.update(user_id="00000000-0000-0000-0000-000000000009")
    assert "Mine" not in client.get("/console/audit").content.decode()
    with tenant_context(tenant):
        view = SavedView.objects.get()
        SavedView.objects.update(shared=True)
    assert "Mine" in client.get("/console/audit").content.decode()
    client.post(f"/console/views/{view.id}/forget", {"next": "/console/audit"})
    with tenant_context(tenant):
        assert SavedView.objects.count() == 1


def test_a_view_leads_nowhere_else(tenant):
    form = {"page": "audit", "name": "Away", "query": "", "next": "https://example.com/console/"}
    assert staff(tenant).post("/console/views", form).headers["Location"] == "/console/"


def test_the_search_finds_only_what_a_role_may_see(tenant):
    shelf = make_shelf(tenant)
    name = shelf.product.name
    with tenant_context(tenant):
        index_product(product=shelf.product)
        shelf.product.save()
    assert name in staff(tenant, "operations").get("/console/find", {"q": name}).content.decode()
    assert name not in staff(tenant, "support").get("/console/find", {"q": name}).content.decode()


def ask(tenant, person):
    with tenant_context(tenant):
        return ask_approval(
            act=TwoPersonAct.EXPORT_CODES, summary={}, payload={}, reason="r", person=person, now=now()
        ).id


def state_of(tenant, approval_id):
    with tenant_context(tenant):
        return Approval.objects.get(pk=approval_id).state


OTHER = Person(new_id(), "other@example.com", "owner")


def test_nobody_approves_in_the_back_office_what_they_asked_for(tenant):
    client = staff(tenant)
    with platform_context():
        me = Membership.objects.select_related("user").get(tenant_id=tenant.id).user
    mine, theirs = ask(tenant, Person(me.id, me.email, "owner")), ask(tenant, OTHER)
    for asked, state in ((mine, "waiting"), (theirs, "approved")):
        client.post(f"/console/approvals/{asked}/decide", {"decision": "approve"})
        assert state_of(tenant, asked) == state


@pytest.mark.parametrize(("role", "state"), [("finance", "refused"), ("support", "waiting"), ("operations", "waiting")])
def test_only_who_may_approve_decides(tenant, role, state):
    asked = ask(tenant, OTHER)
    staff(tenant, role).post(f"/console/approvals/{asked}/decide", {"decision": "refuse"})
    assert state_of(tenant, asked) == state


def test_everybody_who_may_approve_is_mailed_but_who_asked(tenant):
    staff(tenant)
    with platform_context():
        me = Membership.objects.select_related("user").get(tenant_id=tenant.id).user
        sent = Mail.objects.filter(template="access/mail/approval_wanted")
    ask(tenant, Person(me.id, me.email, "owner"))
    with platform_context():
        assert sent.count() == 0
    ask(tenant, OTHER)
    with platform_context():
        assert sent.count() == 1


def test_facts_of_an_entry_are_told_in_the_readers_words(tenant):
    roles = {"support": "客服"}
    noted = {"waits_for_second_person": True, "role": "support", "fields": "name, price", "verb": "hold", "kind": None}
    assert dict(fact_rows(noted, roles)) == {
        "等待第二个人批准": "是",
        "角色": "客服",
        "改了什么": "商品名称、售价（元）",
        "做了什么": "冻结",
        "类型": "—",
    }


def test_the_page_says_how_far_the_log_is_sealed_anchored_and_verified(tenant, tmp_path, monkeypatch):
    monkeypatch.setattr(audit_files, "anchor_folder", lambda: tmp_path)
    client = staff(tenant)
    assert "一分钟内封存" in client.get("/console/audit").content.decode()
    client.post("/console/suppliers", {"name": "A supplier"})
    with tenant_context(tenant):
        seal_audit(now=now())
    page = client.get("/console/audit").content.decode()
    assert "封存至第 2 条" in page
    assert "一小时内生成" in page
    with platform_context():
        anchor_chains(now=now())
    check_log(log=log_of(tenant), now=now())
    with tenant_context(tenant):
        print_ = find_audit_state().print
    page = client.get("/console/audit").content.decode()
    assert f"（{print_}…）" in page
    assert "完好无误" in page
    with platform_context():
        AuditCheck.objects.filter(chain=tenant.id.hex).update(faults=2)
    assert "found 2 faults" in client.get("/console/audit", headers={"Accept-Language": "en"}).content.decode()
