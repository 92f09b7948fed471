"""What an authority is given of one shop names no other shop, ends where it was asked to end, and is made once."""

from __future__ import annotations

import datetime as dt
import json
import threading

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from platform_core.compliance.audited import PLATFORM_AUDITED, PLATFORM_LINKS
from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.export_bounds import WITHHELD, keep_to_shop
from platform_core.compliance.export_enums import ExportAct, ExportScope
from platform_core.compliance.export_pack import path_of
from platform_core.compliance.models import AuditHead
from platform_core.compliance.services.build_export import build_export
from platform_core.compliance.services.record_staff_act import record_staff_act
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.services.seal_chain import seal_chain
from platform_core.identity.models import User
from platform_core.kernel.clock import now
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.reference import TenantRef
from tenants.access.enums import Outcome
from tenants.access.services.record_act import Person, record_act
from tenants.access.services.record_outcome import record_outcome
from tenants.access.services.seal_audit import seal_audit
from tests.integration.compliance.authority import agree, ask, fresh, make_order, unpacked
from tests.integration.site.looking import told
from tests.integration.site.staffing import hire
from tests.world import committed_shop


@pytest.fixture
def people(db):
    """Who asks, and who approves."""
    return hire("reviewer"), hire("lead")


def found(tenant, key, facts, at):
    with platform_context():
        report_finding(
            rule_id="X1",
            level=Level.REVIEW,
            subject=(SubjectKind.BATCH, f"{tenant.role_name}/lot"),
            key=key,
            facts=facts,
            tenant_role=tenant.role_name,
            now=at,
        )


def findings(tenant, people, **given):
    export = ask(tenant, people[0], sections=("findings",), **given)
    password = agree(export, people[1])
    with platform_context():
        build_export(export_id=export.id, now=now())
    files = unpacked(export, password)
    return json.loads(files["findings.json"]), b"".join(files.values()).decode()


def test_a_finding_across_shops_names_no_other_shop(tenant, other_tenant, people):
    sides = {
        "later": {"shop": tenant.role_name, "batch": "OWN"},
        "earlier": {"shop": other_tenant.role_name, "batch": "OTHERS"},
    }
    found(tenant, "meeting", {**sides, "codes": 3}, now())
    rows, everything = findings(tenant, people)
    assert rows[0]["facts"] == {"later": sides["later"], "earlier": WITHHELD, "codes": 3}
    assert other_tenant.role_name not in everything
    assert "OTHERS" not in everything


def test_a_row_is_told_but_for_what_names_another_shop():
    row = {
        "note": "as kq_t_b_x did",
        "reasons": [{"merchant": "kq_t_b_x", "same": ["uscc"]}, {"score": 3}],
        "by": "kq_t_a_x",
    }
    assert keep_to_shop(row, "kq_t_a_x") == {"note": WITHHELD, "reasons": [WITHHELD, {"score": 3}], "by": "kq_t_a_x"}
    assert keep_to_shop({"facts": {"kq_t_ab_x": 1}}, "kq_t_a_x") == {"facts": WITHHELD}


def test_what_was_found_at_the_end_of_the_time_is_not_of_it(tenant, people):
    since, until = now() - dt.timedelta(days=2), now() - dt.timedelta(days=1)
    for name, at in (("begin", since), ("end", until)):
        found(tenant, name, {"which": name}, at)
    rows, _everything = findings(tenant, people, since=since, until=until)
    assert [row["facts"]["which"] for row in rows] == ["begin"]


def test_an_order_is_found_by_its_id_too(tenant, people):
    order = make_order(tenant, "KQ-EX-ID", "13812345678")
    make_order(tenant, "KQ-EX-NO", "13987654321")
    export = ask(tenant, people[0], scope=ExportScope.ORDER, about=str(order.id), sections=("orders",))
    password = agree(export, people[1])
    with platform_context():
        build_export(export_id=export.id, now=now())
    assert [row["number"] for row in json.loads(unpacked(export, password)["orders.json"])] == ["KQ-EX-ID"]


def test_a_job_that_comes_twice_makes_the_file_once(tenant, people):
    export = ask(tenant, people[0])
    agree(export, people[1])
    with platform_context():
        build_export(export_id=export.id, now=now())
    first = path_of(export.id).read_bytes()
    with platform_context():
        build_export(export_id=export.id, now=now())
        assert export.steps.filter(act=ExportAct.BUILD).count() == 1
    assert path_of(export.id).read_bytes() == first
    assert [entry.target for entry in told(tenant)] == ["orders", "issuances"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_file(people):
    with committed_shop("twice-built") as tenant:
        try:
            _build_at_once(tenant, people)
        finally:
            _forget_exports()


def _forget_exports() -> None:
    """What was committed of them, and of those who asked."""
    with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")  # they are never deleted otherwise
        for table in ("compliance_exportread", "compliance_exportstep", "compliance_exportedperson"):
            admin.execute(f"DELETE FROM {table}")
        admin.execute("DELETE FROM compliance_authorityexport")
        admin.execute("DELETE FROM identity_staffgrant")
        admin.execute("DELETE FROM identity_user WHERE email LIKE 's%@p.example'")


def _build_at_once(tenant: TenantRef, people: tuple[User, User]) -> None:
    export = ask(tenant, people[0])
    password = agree(export, people[1])
    broken: list[BaseException] = []

    def work() -> None:
        try:
            with platform_context():
                build_export(export_id=export.id, now=now())
        except BaseException as error:
            broken.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _each in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert broken == []
    assert "orders.json" in unpacked(export, password)
    with platform_context():
        assert fresh(export).steps.filter(act=ExportAct.BUILD).count() == 1
    assert [entry.target for entry in told(tenant)] == ["orders", "issuances"]


def test_the_manifest_says_where_the_chains_of_the_platform_and_of_that_shop_stood(tenant, other_tenant, people):
    for shop in (tenant, other_tenant):
        with tenant_context(shop):
            entry = record_act(
                person=Person(new_id(), "anna@example.com", "owner"),
                act="x",
                target="",
                reason="",
                address=None,
                now=now(),
            )
            record_outcome(entry_id=entry, outcome=Outcome.DONE, detail={}, now=now())
            seal_audit(now=now())
    with platform_context():
        record_staff_act(user_id=new_id(), email="s@p.example", act="x", target="", reason="r", now=now())
        seal_chain(chain="platform", links=PLATFORM_LINKS, audited=PLATFORM_AUDITED, now=now())
    export = ask(tenant, people[0])
    password = agree(export, people[1])
    with platform_context():
        build_export(export_id=export.id, now=now())
        kept = {head.chain: bytes(head.hash).hex() for head in AuditHead.objects.exclude(chain=other_tenant.id.hex)}
    heads = json.loads(unpacked(export, password)["manifest.json"])["audit_heads"]
    assert {head["chain"] for head in heads} == {"platform", tenant.id.hex}
    assert all(kept[head["chain"]] == head["hash"] and head["signature"] for head in heads)
