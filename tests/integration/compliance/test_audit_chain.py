"""Whatever is done to an audit log behind its back, verification says so; and of an untouched one it says nothing."""

import datetime as dt

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from platform_core.compliance import audit_files
from platform_core.compliance.audited import PLATFORM_AUDITED, PLATFORM_LINKS
from platform_core.compliance.models import AuditAnchor, AuditHead
from platform_core.compliance.services.anchor_chains import anchor_chains
from platform_core.compliance.services.record_staff_act import record_staff_act
from platform_core.compliance.services.record_staff_outcome import record_staff_outcome
from platform_core.compliance.services.seal_chain import AT_ONCE, seal_chain
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.access.enums import Outcome
from tenants.access.models import AuditEntry, AuditLink
from tenants.access.services.record_act import Person, record_act
from tenants.access.services.record_outcome import record_outcome
from tenants.access.services.seal_audit import seal_audit
from tenants.access.services.seal_late_audit import seal_late_audit
from tenants.access.services.verify_audit import verify_audit
from tenants.issuance.models import Reveal
from tests.world import now

ANNA = Person(new_id(), "anna@example.com", "owner")


@pytest.fixture(autouse=True)
def anchors_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(audit_files, "anchor_folder", lambda: tmp_path / "audit-anchors")


def act(at, number=0):
    entry = record_act(
        person=ANNA, act=f"act_{number}", target=str(new_id()), reason="because", address="10.0.0.1", now=at
    )
    record_outcome(
        entry_id=entry, outcome=Outcome.DONE, detail={"count": number, "名": "值"}, now=at + dt.timedelta(seconds=1)
    )
    Reveal.objects.create(actor=ANNA.email, first=1, count=number + 1, at=at + dt.timedelta(seconds=2))
    return entry


def staff_act(at):
    entry = record_staff_act(user_id=new_id(), email="s@p.example", act="suspend", target="x", reason="r", now=at)
    record_staff_outcome(act_id=entry, outcome="done", detail={}, now=at)


def seal(tenant, at=None):
    with tenant_context(tenant):
        return seal_audit(now=at or now())


def seal_platform():
    with platform_context():
        return seal_chain(chain="platform", links=PLATFORM_LINKS, audited=PLATFORM_AUDITED, now=now())


def faults(at=None):
    return [fault for chain in verify_audit(now=at or now()) for fault in chain.faults]


def fill(shops, time_machine):
    """Three days of acts in shops and on the platform, sealed and anchored."""
    begin = now()
    for day in range(3):
        time_machine.move_to(begin + dt.timedelta(days=day), tick=False)
        for shop in shops:
            with tenant_context(shop):
                for number in range(4):
                    act(now() + dt.timedelta(minutes=number), number)
            seal(shop)
        with platform_context():
            staff_act(now())
        seal_platform()
        with platform_context():
            anchor_chains(now=now())


@pytest.fixture
def log(tenant, other_tenant, time_machine):
    """The log of two shops and the platform."""
    fill([tenant, other_tenant], time_machine)
    return tenant


def test_nothing_is_wrong_with_an_untouched_log(log):
    assert faults() == []
    with tenant_context(log):
        assert AuditLink.objects.count() == 3 * 4 * 3
    assert faults(now() + dt.timedelta(days=400)) == []


def test_sealing_again_links_nothing_twice(log):
    assert seal(log) == 0
    assert seal_platform() == 0
    with platform_context():
        assert anchor_chains(now=now()) == 0
    assert faults() == []


def test_what_commits_after_later_rows_is_linked_by_the_next_look(log):
    late = now() - dt.timedelta(minutes=3)
    with tenant_context(log):
        act(now())
    seal(log)
    with tenant_context(log):
        act(late)
    assert seal(log) == 3
    assert faults() == []


def test_more_than_a_page_is_linked_in_one_go(log, monkeypatch):
    monkeypatch.setattr("platform_core.compliance.services.seal_chain.AT_ONCE", 5)
    monkeypatch.setattr("platform_core.compliance.services.check_chain.PAGE", 7)
    with tenant_context(log):
        for number in range(4):
            act(now(), number)
    assert seal(log) == 12
    assert AT_ONCE > 5
    assert faults() == []


@pytest.mark.parametrize("statement", ["INSERT INTO", "note_audit_head"])
def test_who_dies_while_sealing_leaves_nothing_half_linked(log, monkeypatch, statement):
    with tenant_context(log):
        act(now())

    def die(execute, sql, params, many, context):
        if statement in str(sql):
            raise ConnectionError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die), pytest.raises(ConnectionError):
        seal(log)
    assert faults() == []
    assert seal(log) == 3
    assert faults() == []


def test_a_shop_moves_no_other_head_and_none_backwards(log, other_tenant):
    with platform_context():
        head = AuditHead.objects.get(chain=log.id.hex)
    note = "SELECT public.note_audit_head(%s, %s, %s, %s, %s, %s, %s)"
    for chain, seq, error in (
        (other_tenant.id.hex, 999, "not the chain of"),
        ("platform", 999, "not the chain of"),
        (log.id.hex, head.seq, "grow backwards"),
        (log.id.hex, 1, "grow backwards"),
    ):
        with tenant_context(log), pytest.raises(DatabaseError, match=error), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(note, [chain, seq, bytes(32), bytes(64), now(), head.seq, bytes(head.hash)])


@pytest.mark.parametrize("table", ["access_auditlink", "access_auditentry", "access_auditoutcome", "issuance_reveal"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_a_shop_rewrites_nothing_of_it(log, table, verb):
    column = "seq" if table.endswith("link") else "at"
    with tenant_context(log), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(verb.format(table, column, column))


@pytest.mark.parametrize("table", ["auditanchor", "platformauditlink", "staffact", "staffoutcome"])
def test_the_platform_rewrites_nothing_of_it(log, table):
    for verb in ("DELETE FROM public.compliance_{}", "TRUNCATE public.compliance_{}"):
        with platform_context(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(verb.format(table))


def test_a_back_dated_row_that_the_sweep_then_seals_is_found(log):
    with tenant_context(log):
        AuditEntry.objects.create(at=now() - dt.timedelta(hours=30), email="x", role="x", act="x")
        seal_late_audit(now=now())
    assert {fault.what for fault in faults()} == {"row_backdated"}


@pytest.mark.parametrize("change", ["edit", "drop", "swap", "cut", "remove"])
def test_whoever_changes_the_anchor_files_is_found(log, change):
    path = next(audit_files.anchor_folder().glob("*.jsonl"))
    lines = path.read_bytes().splitlines(keepends=True)
    if change == "edit":
        lines[1] = lines[1].replace(b'"seq":', b'"seq":1')
    elif change == "drop":
        del lines[1]
    elif change == "swap":
        lines[0], lines[1] = lines[1], lines[0]
    elif change == "cut":
        lines.pop()
    path.write_bytes(b"".join(lines))
    if change == "remove":
        path.unlink()
    assert {fault.what for fault in faults()} & {"file_changed", "anchor_unfiled"}


def test_a_day_without_an_anchor_is_named(log, time_machine):
    time_machine.move_to(now() + dt.timedelta(days=2), tick=False)
    with platform_context():
        anchor_chains(now=now())
    assert {fault.what for fault in faults()} == {"anchor_missing"}


def test_a_process_that_died_between_table_and_file_is_made_good(log, monkeypatch, time_machine):
    time_machine.move_to(now() + dt.timedelta(days=1), tick=False)
    with monkeypatch.context() as broken, platform_context():
        broken.setattr("platform_core.compliance.services.anchor_chains.append_anchors", lambda lines: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            anchor_chains(now=now())
    assert "anchor_unfiled" in {fault.what for fault in faults()}
    with platform_context():
        anchor_chains(now=now())
    assert faults() == []


def test_no_anchor_is_signed_upon_a_head_that_is_not_ours(log, time_machine):
    time_machine.move_to(now() + dt.timedelta(days=1), tick=False)
    with platform_context():
        AuditHead.objects.filter(chain=log.id.hex).update(hash=bytes(32))
        assert anchor_chains(now=now()) == 2  # of the other shop and of the platform
        assert AuditAnchor.objects.filter(chain=log.id.hex).count() == 3
