"""What an authority asks for: two people, the shop is told, the file holds what was asked for and no code, and goes after a week."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import pytest
from django.db import Error, IntegrityError, connection, transaction

from platform_core.compliance.errors import ReportRefused
from platform_core.compliance.export_enums import ExportAct, ExportScope, ExportState
from platform_core.compliance.export_pack import path_of
from platform_core.compliance.export_selectors import find_persons, list_quarters
from platform_core.compliance.models import AuthorityExport, ExportRead, ExportStep
from platform_core.compliance.services import build_export as building
from platform_core.compliance.services.build_export import build_export
from platform_core.compliance.services.fetch_export import fetch_export
from platform_core.compliance.services.give_up_export import give_up_export
from platform_core.compliance.services.tend_exports import tend_exports
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.compliance.authority import agree, ask, fresh, make_order, unpacked
from tests.integration.site.looking import actor, database_clock, told
from tests.integration.site.staffing import dismiss, hire
from tests.world import issue, make_shelf, stock

CONTACT, OTHER = "13812345678", "13987654321"
CODES = ["PLANTED-CODE-00001", "PLANTED-CODE-00002", "PLANTED-CODE-00003"]


@pytest.fixture
def people(db):
    """Who asks, and who approves."""
    return hire("reviewer"), hire("lead")


def built(export):
    with platform_context():
        build_export(export_id=export.id, now=now())
    return fresh(export)


def rows(export, tenant, section="orders"):
    with platform_context(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT public.open_export_rows(%s, %s, %s)", [export.id, tenant.role_name, section])
        cursor.execute("FETCH ALL FROM export_rows")
        return cursor.fetchall()


def test_the_file_holds_what_was_asked_for_with_digests_and_grounds(tenant, people):
    make_order(tenant, "KQ-EX-1", CONTACT)
    export = ask(tenant, people[0])
    password = agree(export, people[1])
    made = built(export)
    files = unpacked(export, password)
    assert set(files) == {"orders.json", "orders.csv", "issuances.json", "issuances.csv", "manifest.json"}
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["sha256"] == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert manifest["approved_by"] == people[1].email
    assert "第二十六条" in manifest["legal_basis"]
    assert manifest["rows"] == {"orders": 1, "issuances": 0}
    order = json.loads(files["orders.json"])[0]
    assert (order["number"], order["contact_masked"]) == ("KQ-EX-1", "138****678")
    assert CONTACT.encode() not in b"".join(files.values())
    assert hashlib.sha256(path_of(export.id).read_bytes()).digest() == bytes(made.sha256)
    assert (made.state, made.sealed, made.persons) == (ExportState.BUILT, None, 1)


def test_codes_are_in_no_byte_of_the_file_whatever_is_ticked(tenant, people):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, CODES)
    with tenant_context(tenant):
        issuance = issue(shelf.sku, 2)
    make_order(tenant, "KQ-EX-2", CONTACT, issuance_id=issuance)
    sections = (
        "merchant_file", "orders", "order_lines", "payments", "refunds", "cases", "issuances", "reveals", "buyers", "ledger",
        "supplier_ledger", "batches", "lots", "audit", "findings", "staff_acts", "contacts",
    )  # fmt: skip
    export = ask(tenant, people[0], sections=sections)
    password = agree(export, people[1])
    built(export)
    files = unpacked(export, password)
    everything = b"".join(files.values()).decode()
    assert json.loads(files["issuances.json"])
    assert json.loads(files["ledger.json"])
    for code in CODES:
        assert code not in everything
        assert code[-6:] not in everything
    assert json.loads(files["orders.json"])[0]["contact"] == CONTACT


def test_one_buyer_and_one_order_bring_nobody_elses_rows(tenant, people):
    make_order(tenant, "KQ-EX-3", CONTACT)
    make_order(tenant, "KQ-EX-4", OTHER)
    for given in ({"scope": ExportScope.BUYER, "about": CONTACT}, {"scope": ExportScope.ORDER, "about": "KQ-EX-3"}):
        export = ask(tenant, people[0], sections=("orders", "ledger", "payments", "refunds", "reveals"), **given)
        password = agree(export, people[1])
        built(export)
        assert [row["number"] for row in json.loads(unpacked(export, password)["orders.json"])] == ["KQ-EX-3"]
        assert CONTACT not in fresh(export).ref + fresh(export).shown_ref


def test_a_number_that_is_a_statement_is_a_number(tenant, people):
    make_order(tenant, "KQ-EX-5", CONTACT)
    for about in ("x' OR true --", "%1$L OR true --", "%s %I"):
        export = ask(tenant, people[0], scope=ExportScope.ORDER, about=about, sections=("orders", "ledger"))
        password = agree(export, people[1])
        built(export)
        assert json.loads(unpacked(export, password)["orders.json"]) == []


def test_nothing_is_read_without_a_second_person_by_code_or_by_the_database(tenant, people):
    export = ask(tenant, people[1])
    with pytest.raises(ReportRefused, match="same_person"):
        agree(export, people[1])
    with pytest.raises(Error, match="not_approved"):
        rows(export, tenant)
    with platform_context():
        own = {"decided_by": people[1].id, "decided_email": "x", "decided_at": now(), "state": ExportState.APPROVED}
        for given in (own, {**own, "decided_by": None}, {**own, "decided_by": people[0].id}):
            with pytest.raises(IntegrityError), transaction.atomic():
                AuthorityExport.objects.filter(pk=export.id).update(**given)
        build_export(export_id=export.id, now=now())
    assert not path_of(export.id).exists()
    assert told(tenant) == []


def test_what_was_approved_cannot_be_made_more(tenant, people):
    export = ask(tenant, people[0])
    agree(export, people[1])
    with platform_context():
        for given in (
            {"sections": ["orders", "audit"]},
            {"tenant_role": "x"},
            {"ref": "y"},
            {"secret_until": now().date()},
            {"secret_reason": "z"},
            {"asks_for": "全部数据，不限时间和范围"},
            {"officer": "李警官"},
            {"document_on": now().date()},
            {"decided_email": "somebody@example.com"},
            {"decided_at": now()},
            {"answer": "另有理由"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                AuthorityExport.objects.filter(pk=export.id).update(**given)
        with pytest.raises(Error), transaction.atomic():
            ExportStep.objects.filter(export=export).delete()
        with pytest.raises(Error), transaction.atomic():
            ExportRead.objects.create(export=export, tenant_role="x", section="orders", read_at=now())
    with pytest.raises(Error, match="section"):
        rows(export, tenant, "audit")


def test_nothing_is_read_once_the_lead_who_approved_is_no_lead(tenant, people):
    export = ask(tenant, people[0])
    agree(export, people[1])
    hire("operator")
    dismiss(people[1])
    with pytest.raises(Error, match="not_approved"):
        rows(export, tenant)


def test_the_shop_reads_in_its_own_log_what_was_handed_over(tenant, people):
    export = ask(tenant, people[0])
    agree(export, people[1])
    assert told(tenant) == []
    built(export)
    entries = told(tenant)
    assert [(entry.act, entry.target) for entry in entries] == [
        ("staff_export", "orders"),
        ("staff_export", "issuances"),
    ]
    assert "杭公调证〔2026〕17号" in entries[0].reason
    assert entries[0].outcome.detail["second_person"] == people[1].email


def test_an_order_of_secrecy_defers_what_the_shop_is_told(tenant, people):
    until = now().date() + dt.timedelta(days=2)
    export = ask(tenant, people[0], secret_until=until, secret_reason="调证通知书第二条")
    agree(export, people[1])
    built(export)
    with platform_context():
        tend_exports(now=now())
    assert told(tenant) == []
    with platform_context():
        assert ExportRead.objects.filter(export=export, told_at=None).count() == 2
    with database_clock("4 days"), platform_context():
        tend_exports(now=now())
        tend_exports(now=now())
    assert [entry.target for entry in told(tenant)] == ["orders", "issuances"]
    with platform_context():
        assert export.steps.filter(act=ExportAct.TELL).count() == 1


def test_another_password_does_not_open_the_file(tenant, people):
    export = ask(tenant, people[0])
    password = agree(export, people[1])
    built(export)
    with pytest.raises(RuntimeError, match=r"[Bb]ad password"):
        unpacked(export, password + "x")
    assert password.encode() not in path_of(export.id).read_bytes()


def test_a_broken_building_leaves_nothing_and_the_next_one_makes_the_file(tenant, people, monkeypatch):
    export = ask(tenant, people[0])
    password = agree(export, people[1])
    with monkeypatch.context() as broken:
        broken.setattr(building, "_manifest", lambda *given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            built(export)
    assert list(path_of(export.id).parent.glob(f"{export.id.hex}*")) == []
    assert fresh(export).state == ExportState.APPROVED
    built(export)
    assert "orders.json" in unpacked(export, password)
    assert [entry.target for entry in told(tenant)] == ["orders", "issuances"]


def test_a_building_that_is_given_up_says_so_and_forgets_the_password(tenant, people):
    export = ask(tenant, people[0])
    agree(export, people[1])
    with platform_context():
        give_up_export(export_id=export.id, now=now())
    assert (fresh(export).state, fresh(export).sealed) == (ExportState.FAILED, None)


def test_the_file_is_gone_after_a_week(tenant, people):
    export = ask(tenant, people[0])
    agree(export, people[1])
    built(export)
    later = now() + dt.timedelta(days=7, minutes=1)
    with platform_context():
        with pytest.raises(ReportRefused, match="gone"):
            fetch_export(export_id=export.id, actor=actor(people[0]), now=later)
        tend_exports(now=later)
        with pytest.raises(ReportRefused, match="no_file"):
            fetch_export(export_id=export.id, actor=actor(people[0]), now=now())
    assert not path_of(export.id).exists()
    assert fresh(export).state == ExportState.EXPIRED


def test_persons_are_counted_once_a_year(tenant, people):
    make_order(tenant, "KQ-EX-6", CONTACT)
    for _each in range(2):
        export = ask(tenant, people[0])
        agree(export, people[1])
        built(export)
    with platform_context():
        assert find_persons(now().year) == (1, [(tenant.role_name, 1)])


def test_the_tax_report_has_identity_and_sums_of_the_quarter(tenant, people):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 2)
    with platform_context():
        quarter = list_quarters(now())[0]
    assert quarter.since < quarter.until < quarter.due_at
    given = {"scope": ExportScope.TAX, "sections": ("tax",), "basis": "tax_810", "since": quarter.since, "until": now()}
    export = ask(None, people[0], **given)
    with pytest.raises(ReportRefused, match="quarter_open"):
        ask(None, people[0], **given)
    password = agree(export, people[1])
    built(export)
    row = next(row for row in json.loads(unpacked(export, password)["tax.json"]) if row["shop"] == tenant.name)
    assert row["net"] == row["gross"] - row["discounts"] - row["refunds"]
    assert {"uscc", "legal_representative", "verified"} <= set(row)
    assert [entry.target for entry in told(tenant)] == ["tax"]
