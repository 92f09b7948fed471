"""Logs that stand still, or were tampered with, are put before the staff by themselves; closed shops' logs, too."""

import datetime as dt
import itertools
from dataclasses import replace

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from platform_core.compliance import audit_files, audit_heads
from platform_core.compliance.audit_chain import Audited, Keeping
from platform_core.compliance.audit_selectors import find_audit_state
from platform_core.compliance.models import AuditAnchor, AuditCheck, AuditHead, Finding
from platform_core.compliance.services import check_chain as checking
from platform_core.compliance.services import verify_log as verifying
from platform_core.compliance.services.anchor_chains import anchor_chains
from platform_core.compliance.services.check_log import check_log
from platform_core.compliance.services.seal_chain import seal_chain
from platform_core.compliance.services.verify_log import verify_log
from platform_core.compliance.services.watch_logs import watch_logs
from platform_core.tenancy.context import nowhere, platform_context, tenant_context
from platform_core.tenancy.enums import TenantAct
from platform_core.tenancy.models import TenantStep
from platform_core.tenancy.selectors import list_kept_tenants
from platform_core.tenancy.services.change_tenant_state import change_tenant_state
from platform_core.tenancy.services.shred_tenant import shred_tenant
from tenants.access.audit_tables import log_of
from tenants.access.models import AuditEntry, AuditLink
from tenants.access.services.seal_closed_shops import seal_closed_shops
from tenants.access.services.tend_audit import tend_audit
from tests.integration.compliance.test_audit_chain import act, seal
from tests.integration.compliance.test_audit_edits import PUBLIC
from tests.world import as_owner, committed_shop, now

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
NUMBERS = itertools.count()


@pytest.fixture(autouse=True)
def anchors_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(audit_files, "anchor_folder", lambda: tmp_path / "audit-anchors")


def clear():
    """What the block committed in the platform's own tables."""
    with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
        admin.execute("TRUNCATE " + ", ".join(f"public.compliance_{name}" for name in (*PUBLIC, "auditcheck")))
        admin.execute("DELETE FROM public.compliance_finding WHERE rule_id = 'LOG-01'")


def faults(tenant, at=None):
    return {fault.what for fault in verify_log(log=log_of(tenant), now=at or now()).faults}


def found(what):
    with platform_context():
        return list(Finding.objects.filter(rule_id="LOG-01", key__startswith=f"LOG-01:{what}"))


def test_rows_that_nobody_seals_are_a_gap_once_a_day(tenant, other_tenant):
    logs = [log_of(tenant), log_of(other_tenant)]
    for shop in (tenant, other_tenant):
        with tenant_context(shop):
            act(now() - 2 * HOUR)
    gaps = watch_logs(logs=logs, now=now())
    assert [gap.what for gap in gaps] == ["alpha", "beta"]
    assert len(watch_logs(logs=logs, now=now())) == 2
    (told,) = found("gap")
    assert (told.level, told.facts["gaps"], told.facts["stopped"]) == ("block", 2, ["alpha", "beta"])
    for shop in (tenant, other_tenant):
        seal(shop)
    assert watch_logs(logs=logs, now=now()) == []


def test_what_was_written_just_now_is_no_gap(tenant):
    with tenant_context(tenant):
        act(now() - HOUR / 2)
    assert watch_logs(logs=[log_of(tenant)], now=now()) == []


def test_anchoring_or_verifying_that_stopped_is_a_gap(tenant):
    with tenant_context(tenant):
        act(now())
    seal(tenant)
    with platform_context():
        anchor_chains(now=now())
    check_log(log=log_of(tenant), now=now())
    assert watch_logs(logs=[], now=now() + DAY) == []
    assert {gap.what for gap in watch_logs(logs=[], now=now() + 4 * DAY)} == {"anchors", "verification"}


def test_every_log_is_verified_in_turn_and_what_was_found_is_shown(tenant):
    with tenant_context(tenant):
        act(now())
        assert find_audit_state().seq is None
    seal(tenant)
    with platform_context():
        anchor_chains(now=now())
    assert tend_audit(now=now()) > 1
    assert tend_audit(now=now() + HOUR) == 0
    with tenant_context(tenant):
        state = find_audit_state()
    assert (state.seq, state.anchor_seq, state.faults) == (3, 3, 0)
    assert state.print
    assert state.whole_at == state.checked_at
    assert found(tenant.id.hex) == []


def test_between_whole_verifications_it_begins_at_an_anchor(tenant, time_machine, monkeypatch):
    begun, read, page = now(), [], checking._page

    def count(*rest):
        found = page(*rest)
        read.append(len(found))
        return found

    monkeypatch.setattr(checking, "_page", count)
    for day in range(9):
        time_machine.move_to(begun + day * DAY, tick=False)
        with tenant_context(tenant):
            act(now())
        seal(tenant)
        with platform_context():
            anchor_chains(now=now())
        read.clear()
        assert check_log(log=log_of(tenant), now=now()).faults == []
        whole = day in {0, 7}
        assert (sum(read) == 3 * (day + 1)) == (whole or day < 4), day


def test_a_fault_is_one_finding_until_it_is_another(tenant):
    with tenant_context(tenant):
        AuditEntry.objects.create(at=now() + 9 * DAY, email="x", role="x", act="x")
    seal(tenant)
    for _ in range(2):
        check_log(log=log_of(tenant), now=now())
    (told,) = found(tenant.id.hex)
    assert (told.facts["kinds"], told.subject_kind, told.level) == (["row_future"], "platform", "block")
    with platform_context():
        assert AuditCheck.objects.get(chain=tenant.id.hex).faults == 1


def test_a_row_from_the_future_stops_no_sealing(tenant):
    with tenant_context(tenant):
        AuditEntry.objects.create(at=now() + 400 * DAY, email="x", role="x", act="x")
    assert seal(tenant) == 1
    with tenant_context(tenant):
        act(now())
    assert seal(tenant) == 3
    assert faults(tenant) == {"row_future"}
    moved = log_of(replace(tenant, livemode=False))
    assert verify_log(log=moved, now=now()).faults == []


def test_what_there_was_before_its_kind_is_sealed_is_sealed(tenant):
    log = log_of(tenant)
    fewer = [each for each in log.audited if each.kind != "reveal/1"]
    with tenant_context(tenant):
        for age in (9, 5, 1):
            act(now() - age * DAY)
        seal_chain(chain=log.chain, links=log.links, audited=fewer, now=now() - HOUR)
        assert AuditLink.objects.count() == 6
    assert seal(tenant) == 3
    assert faults(tenant) == set()


def test_a_log_that_is_written_and_sealed_while_it_is_verified_holds(tenant, monkeypatch):
    with tenant_context(tenant):
        act(now())
    seal(tenant)
    page, grown = checking._page, []

    def grow(*rest):
        if len(grown) < 3:
            grown.append(act(now()))
            seal(tenant)
        return page(*rest)

    monkeypatch.setattr(checking, "_page", grow)
    found = verifying._verify(log_of(tenant), now(), None)  # once, not again for what it may have found
    assert (found.links, found.faults, len(grown)) == (3, [], 2)


@pytest.mark.django_db(transaction=True)
def test_a_closed_shops_log_is_sealed_and_holds_after_its_key_is_destroyed():
    with committed_shop(f"shredded-{next(NUMBERS)}") as tenant:
        try:
            close_shred_and_drop(tenant)
        finally:
            clear()


def close_shred_and_drop(tenant):
    with platform_context():
        change_tenant_state(tenant_id=tenant.id, act=TenantAct.CLOSE, reason="x", by="s@p.example", now=now())
    with tenant_context(tenant):
        act(now())
    assert seal_closed_shops() == 3
    with platform_context():
        two = {"by": "s@p.example", "second_by": "t@p.example", "reason": "x"}
        shred_tenant(tenant_id=tenant.id, now=now() + 181 * DAY, **two)
        assert tenant.id in {each.id for each in list_kept_tenants()}
    with tenant_context(tenant):
        act(now())
    assert seal_closed_shops() == 3
    assert faults(tenant) == set()
    with platform_context():
        TenantStep.objects.create(tenant_id=tenant.id, act=TenantAct.DROP, at=now(), **two)
        assert tenant.id not in {each.id for each in list_kept_tenants()}
        AuditCheck.objects.create(chain=tenant.id.hex, at=now() - 9 * DAY, links=6, faults=0)
        anchor_chains(now=now())
        assert not AuditAnchor.objects.filter(chain=tenant.id.hex).exists()
    tend_audit(now=now())
    with platform_context():
        assert not AuditCheck.objects.filter(chain=tenant.id.hex).exists()


@pytest.mark.django_db(transaction=True)
def test_an_older_database_is_found_by_the_file_of_the_newest_end():
    with committed_shop(f"restored-{next(NUMBERS)}") as tenant:
        try:
            with tenant_context(tenant):
                act(now())
            seal(tenant)
            with platform_context():
                old = AuditHead.objects.get(chain=tenant.id.hex)
            with tenant_context(tenant):
                act(now(), 1)
            seal(tenant)
            newest = audit_heads.read_heads(tenant.id.hex)
            assert [head.seq for head in newest] == [3, 6]
            with as_owner():
                assert faults(tenant) == set()
                with nowhere(), connection.cursor() as cursor:
                    cursor.execute(f"DELETE FROM {tenant.schema_name}.access_auditlink WHERE seq > 3")
                    for table in ("issuance_reveal", "access_auditoutcome", "access_auditentry"):
                        cursor.execute(
                            f"DELETE FROM {tenant.schema_name}.{table} WHERE ctid ="
                            f" (SELECT max(ctid) FROM {tenant.schema_name}.{table})"
                        )
                    cursor.execute(
                        "UPDATE public.compliance_audithead SET seq = %s, hash = %s, signature = %s, at = %s"
                        " WHERE chain = %s",
                        [old.seq, old.hash, old.signature, old.at, old.chain],
                    )
                assert faults(tenant) == {"file_ahead"}
                with platform_context():
                    assert not AuditAnchor.objects.exists()
                    anchor_chains(now=now())  # does not overwrite what is further on
                assert faults(tenant) == {"file_ahead"}
                path = audit_files.anchor_folder() / "heads" / f"{tenant.id.hex}.jsonl"
                path.write_bytes(path.read_bytes().replace(b'"seq":6', b'"seq":3'))
                assert faults(tenant) == {"file_changed"}
                path.unlink()
                assert faults(tenant) == set()
                assert faults(tenant, now() + 2 * DAY) >= {"head_unfiled"}
        finally:
            clear()


def test_every_class_of_rows_says_how_long_it_is_kept(tenant):
    log = log_of(tenant)
    assert {each.kept for each in log.audited} == {Keeping.RECORD}
    assert all(isinstance(each, Audited) for each in log.audited)
