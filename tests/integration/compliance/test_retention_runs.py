"""Pictures of identity papers, screenings, and whole runs: on record, dry, and by the command."""

import datetime as dt
import hashlib
import uuid

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, transaction

from platform_core.compliance.enums import DocumentKind, DocumentState, FileState
from platform_core.compliance.files.store import ORIGINAL, fresh_name, read_part, write_part
from platform_core.compliance.models import (
    Document,
    Screening,
    StaffAct,
    StaffOutcome,
    Supplier,
)
from platform_core.compliance.retention import Profile
from platform_core.compliance.retention_selectors import get_profile_of
from platform_core.compliance.services.end_retention import end_retention
from platform_core.compliance.services.purge_screenings import purge_screenings
from platform_core.compliance.services.set_retention_profile import set_retention_profile
from platform_core.compliance.services.shred_identity_images import shred_identity_images
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import first_id_at
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.departed import gone
from tests.world import now

YEARS = dt.timedelta(days=3 * 366)
DAY = dt.timedelta(days=1)


def identity_paper(tenant, decided_at, state=DocumentState.ACCEPTED, kind=DocumentKind.IDENTITY):
    name = fresh_name(now())
    write_part(tenant.id, name, ORIGINAL, b"a face")
    return Document.objects.create(
        tenant_role=tenant.role_name, kind=kind, stored=name, filename="王小明.jpg", media_type="image/jpeg", size=1,
        sha256=hashlib.sha256(name.encode()).digest(), phash=5, detail=b"d", file_state=FileState.CLEAN, state=state,
        uploaded_by=str(uuid.uuid4()), uploaded_at=now(), decided_at=decided_at,
    )  # fmt: skip


def test_a_picture_of_an_identity_paper_goes_30_days_after_the_decision(tenant):
    with platform_context():
        at = now()
        due = identity_paper(tenant, at - 30 * DAY)
        kept = [
            identity_paper(tenant, at - 30 * DAY + dt.timedelta(minutes=1)),
            identity_paper(tenant, None, DocumentState.WAITING),
            identity_paper(tenant, at - 90 * DAY, kind=DocumentKind.LICENCE),
        ]
        digest = bytes(due.sha256)
        assert (shred_identity_images(now=at), shred_identity_images(now=at)) == (1, 0)
        due.refresh_from_db()
        assert (due.state, bytes(due.sha256), due.filename, due.detail, due.phash) == (
            "accepted",
            digest,
            "",
            None,
            None,
        )
        with pytest.raises(RecordNotFound):
            read_part(tenant.id, due.stored, ORIGINAL)
        assert all(read_part(tenant.id, paper.stored, ORIGINAL) == b"a face" for paper in kept)
        with pytest.raises(IntegrityError), transaction.atomic():
            shred_identity_images(now=at + DAY)  # the database's clock has a say


def screening(role, at):
    return Screening.objects.create(
        id=uuid.UUID(int=first_id_at(at).int + int.from_bytes(uuid.uuid4().bytes[:6])), subject_kind="order",
        subject_ref="x", tenant_role=role, at=at, verdict="clear", score=0, score_version=1, reviewers=0, inputs={},
        outcomes=[],
    )  # fmt: skip


def test_screenings_go_after_three_years_and_of_a_licensed_shop_after_ten(tenant, other_tenant):
    with platform_context():
        old, young = screening(tenant.role_name, now() - YEARS), screening(tenant.role_name, now() - 1000 * DAY)
        licensed = screening(other_tenant.role_name, now() - 2 * YEARS)
        ancient = screening(other_tenant.role_name, now() - dt.timedelta(days=3660))
        set_retention_profile(
            tenant_role=other_tenant.role_name, profile=Profile.LICENSED, reason="r", by="ops@x", now=now()
        )
        mine = Screening.objects.filter(pk__in=[old.pk, young.pk, licensed.pk, ancient.pk])
        assert purge_screenings(now=now()) == 2
        assert set(mine.values_list("pk", flat=True)) == {young.pk, licensed.pk}
        assert purge_screenings(now=now() + 4 * YEARS) == 0  # by the database's own clock
        with pytest.raises(ProgrammingError), transaction.atomic():
            mine.delete()


def test_a_run_is_on_record_with_its_counts(tenant):
    gone(tenant)
    with platform_context():
        done = end_retention(now=now())
        act = StaffAct.objects.get(act="retention")
        assert (act.email, StaffOutcome.objects.get(act_id=act.id).detail) == ("system", done)
        assert (done["suppliers_purged"], done["screenings_deleted"]) == (1, 0)


def test_a_dry_run_says_what_would_go_and_changes_nothing(tenant, capsys):
    _, supplier = gone(tenant)
    call_command("retention", "--dry-run")
    told = capsys.readouterr().out
    assert '"suppliers_purged": 1' in told
    assert '"next_due"' in told
    with platform_context():
        assert Supplier.objects.get(pk=supplier.pk).state == "restricted_archive"
        assert not StaffAct.objects.filter(act="retention").exists()
    call_command("retention")
    with platform_context():
        assert Supplier.objects.get(pk=supplier.pk).state == "purged"


def test_the_profile_of_a_shop_is_set_on_the_command_line(tenant, capsys):
    call_command("set_retention_profile", tenant.slug, "licensed", "--reason", "支付牌照", "--by", "ops@example.com")
    with platform_context():
        assert get_profile_of(tenant.role_name) == Profile.LICENSED
        assert StaffAct.objects.get(act="set_retention_profile").tenant_role == tenant.role_name
