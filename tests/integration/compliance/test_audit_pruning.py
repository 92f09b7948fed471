"""What nobody has to keep goes by a signed record, and no further than it says; the chain holds on."""

import datetime as dt
import itertools

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from platform_core.compliance import audit_files
from platform_core.compliance.audit_chain import Keeping
from platform_core.compliance.audit_keeping import edge_of
from platform_core.compliance.audited import PLATFORM_LOG
from platform_core.compliance.models import AuditCut, StaffAct, StaffOutcome
from platform_core.compliance.retention import Profile
from platform_core.compliance.services import prune_log as pruning
from platform_core.compliance.services.prune_log import prune_log
from platform_core.compliance.services.seal_chain import seal_chain
from platform_core.compliance.services.verify_log import verify_log
from platform_core.tenancy.context import nowhere, platform_context, tenant_context
from tenants.access.audit_tables import log_of
from tenants.access.enums import Outcome
from tenants.access.models import AuditEntry, AuditLink, AuditOutcome
from tenants.access.services.record_act import record_act
from tenants.access.services.record_outcome import record_outcome
from tenants.issuance.models import Reveal
from tests.integration.compliance.test_audit_chain import ANNA, act, seal, staff_act
from tests.integration.compliance.test_audit_edits import PUBLIC
from tests.world import as_owner, committed_shop, now

DAY = dt.timedelta(days=1)
NUMBERS = itertools.count()
AGES = (2500, 2400, 2100, 1000, 100, 1)  # records of trade go after five years and one, logs after one


@pytest.fixture(autouse=True)
def anchors_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(audit_files, "anchor_folder", lambda: tmp_path / "audit-anchors")


def write(tenant, ages=AGES):
    for age in ages:
        with tenant_context(tenant):
            act(now() - age * DAY)
        seal(tenant, now() - age * DAY + dt.timedelta(minutes=1))


@pytest.fixture
def aged(tenant):
    """A log of years."""
    write(tenant)
    return tenant


def prune(log):
    return prune_log(log=log, by="dpo@example.com", now=now())


def faults(log):
    # Files of heads are written after a commit, which there is none of here.
    return {fault.what for fault in verify_log(log=log, now=now()).faults} - {"head_unfiled"}


def counts(tenant):
    with tenant_context(tenant):
        return tuple(model.objects.count() for model in (AuditEntry, AuditOutcome, Reveal, AuditLink))


def test_what_is_over_goes_with_its_links_and_the_chain_holds(aged):
    assert prune(log_of(aged)) == 6
    assert counts(aged) == (4, 4, 4, 12)
    assert faults(log_of(aged)) == set()
    assert prune(log_of(aged)) == 0
    with tenant_context(aged):
        act(now())
    assert seal(aged) == 3
    assert faults(log_of(aged)) == set()
    with platform_context():
        cut = AuditCut.objects.order_by("at", "id").last()
        assert (cut.seq, cut.by) == (6, "dpo@example.com")


@pytest.mark.parametrize(("profile", "left"), [("standard", 4), ("licensed", 6)])
def test_the_profile_says_how_long_records_stay(aged, settings, profile, left):
    settings.KAQUAN_RETENTION_PROFILE = profile
    prune(log_of(aged))
    assert counts(aged)[0] == left


def test_a_log_is_kept_for_six_months_whatever_the_setting(settings):
    settings.KAQUAN_LOG_DAYS = 10
    assert edge_of(Keeping.LOG, Profile.STANDARD, now()) == pytest.approx(now() - 183 * DAY, abs=DAY)
    assert edge_of(Keeping.ALWAYS, Profile.STANDARD, now()) is None


def test_staff_acts_go_after_a_year_and_their_links_stay(db):
    for age in (500, 400, 300, 1):
        with platform_context():
            staff_act(now() - age * DAY)
            sealed_at = now() - age * DAY
            log = PLATFORM_LOG
            seal_chain(chain=log.chain, links=log.links, audited=log.audited, now=sealed_at)
    assert prune(PLATFORM_LOG) == 4
    # Histories that other tests committed lie after the moments at which this one seals.
    assert faults(PLATFORM_LOG) - {"row_future"} == set()
    with platform_context():
        assert (StaffAct.objects.count(), StaffOutcome.objects.count()) == (2, 2)
        assert not AuditCut.objects.exclude(seq=0).exists()


def test_an_act_stays_until_its_outcome_goes(tenant):
    with tenant_context(tenant):
        entry = record_act(person=ANNA, act="slow", now=now() - 1600 * DAY)
    seal(tenant, now() - 1600 * DAY)
    with tenant_context(tenant):
        record_outcome(entry_id=entry, outcome=Outcome.DONE, detail={}, now=now() - 1000 * DAY)
    seal(tenant, now() - 1000 * DAY)
    assert prune(log_of(tenant)) == 0
    assert counts(tenant) == (1, 1, 0, 2)
    assert faults(log_of(tenant)) == set()


def test_who_dies_between_rows_and_links_is_made_good(aged, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(pruning, "_find_bottom", lambda *rest: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            prune(log_of(aged))
    assert counts(aged) == (4, 4, 4, 18)
    assert faults(log_of(aged)) == set()
    prune(log_of(aged))
    assert counts(aged)[3] == 12
    assert faults(log_of(aged)) == set()


PRUNE = "SELECT public.prune_audit_rows(%s, 'reveal/1', %s, %s)"


def test_the_database_lets_nothing_go_that_the_law_keeps_whoever_asks(aged):
    def run(table="issuance_reveal", seq=18):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PRUNE, [aged.id.hex, table, seq])
            return cursor.fetchone()[0]

    with platform_context():
        with pytest.raises(DatabaseError, match="no cut"):
            run()
        AuditCut.objects.create(
            chain=aged.id.hex, at=now(), seq=18, hash=b"", gone={"reveal/1": 18}, by="x", signature=b"x"
        )
        for table in ("public.compliance_supplierevent", "orders_order", "access_auditlink"):
            with pytest.raises(DatabaseError, match="nothing goes"):
                run(table)
        assert run() == 3  # of more than three years
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT public.prune_audit_links(%s, 18)", [aged.id.hex])
            assert cursor.fetchone()[0] == 9
    with tenant_context(aged), pytest.raises(DatabaseError, match="permission denied"):
        run()


def test_a_record_that_is_not_ours_lets_nothing_go(aged):
    with platform_context():
        AuditCut.objects.create(
            chain=aged.id.hex, at=now(), seq=6, hash=bytes(32), gone={"reveal/1": 6}, by="x", signature=bytes(64)
        )
        with connection.cursor() as cursor:
            cursor.execute(PRUNE, [aged.id.hex, "issuance_reveal", 6])
    assert faults(log_of(aged)) == {"cut_forged", "row_missing"}


@pytest.mark.django_db(transaction=True)
def test_whatever_goes_beside_the_record_is_found():
    with committed_shop(f"pruned-{next(NUMBERS)}") as tenant:
        try:
            write(tenant)
            prune(log_of(tenant))
            with as_owner():
                assert faults(log_of(tenant)) == set()
                for statement in (
                    "DELETE FROM issuance_reveal WHERE at = (SELECT min(at) FROM issuance_reveal)",
                    "DELETE FROM access_auditlink WHERE seq = 7",
                    "DELETE FROM access_auditlink WHERE seq < 10",
                    "DELETE FROM public.compliance_auditcut WHERE seq = 6",
                    "UPDATE public.compliance_auditcut SET seq = 9 WHERE seq = 6",
                    "UPDATE public.compliance_auditcut SET gone = jsonb_set(gone, '{reveal/1}', '18')",
                    "UPDATE public.compliance_auditcut SET at = at + interval '400 days'",
                    "UPDATE public.compliance_auditcut SET by = 'nobody'",
                ):
                    with transaction.atomic():
                        with nowhere(), connection.cursor() as cursor:
                            cursor.execute(f"SET LOCAL search_path = {tenant.schema_name}, public")
                            cursor.execute(statement)
                            assert cursor.rowcount > 0, statement
                        assert faults(log_of(tenant)) != set(), statement
                        transaction.set_rollback(True)
        finally:
            with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
                admin.execute("TRUNCATE " + ", ".join(f"public.compliance_{name}" for name in (*PUBLIC, "auditcut")))
