"""What merchants told of themselves, and whom records of sharing name, ends three (ten) years after. Nothing a day early."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from platform_core.compliance.enums import DocumentKind, DocumentState
from platform_core.compliance.export_enums import ExportState
from platform_core.compliance.files.store import ORIGINAL, fresh_name, read_part, write_part
from platform_core.compliance.merchant_enums import MerchantAct
from platform_core.compliance.models import (
    AuthorityExport,
    Document,
    ExportedPerson,
    MerchantEvent,
    MerchantFile,
    MerchantRestriction,
)
from platform_core.compliance.retention import Profile
from platform_core.compliance.services.forget_sharing import forget_sharing
from platform_core.compliance.services.purge_merchants import purge_merchants
from platform_core.compliance.services.set_retention_profile import set_retention_profile
from platform_core.compliance.services.shred_identity_images import shred_identity_images
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.models import Tenant
from tests.integration.compliance.authority import ask
from tests.integration.compliance.merchants import TOLD, USCC, file_of, freeze, verify
from tests.integration.site.staffing import hire
from tests.world import now

YEAR, DAY = dt.timedelta(days=366), dt.timedelta(days=1)


def closed(tenant, ago=3 * YEAR):
    """Verified once, with its papers on disk; its shop was closed so long ago."""
    verify(tenant)
    with platform_context():
        for paper in Document.objects.filter(tenant_role=tenant.role_name, link=None):
            paper.stored, paper.state = fresh_name(now() - ago), DocumentState.ACCEPTED
            paper.decided_at = now() - ago
            paper.save(update_fields=["stored", "state", "decided_at"])
            write_part(tenant.id, paper.stored, ORIGINAL, b"%PDF of our own licence")
        Tenant.objects.filter(pk=tenant.id).update(state="archived", closed_at=now() - ago)


def papers(tenant):
    return list(Document.objects.filter(tenant_role=tenant.role_name, link=None))


def test_a_closed_merchants_papers_and_facts_go_and_its_history_stays(tenant):
    closed(tenant)
    with platform_context():
        stored = [paper.stored for paper in papers(tenant)]
        events = MerchantEvent.objects.count()
        assert stored
        assert (purge_merchants(now=now()), purge_merchants(now=now())) == (1, 0)
        file = MerchantFile.objects.get(tenant_role=tenant.role_name)
        left = repr([vars(row) for row in (file, *papers(tenant), *MerchantRestriction.objects.all())])
        for told in (TOLD["name"], "李掌柜", USCC, "文三路", "王经理", "浙ICP备", "owner@example.com", ".png"):
            assert told not in left
        assert (file.sealed, file.person_print, file.state, file.kind) == (None, None, "verified", "company")
        assert file.purged_at
        assert file.verified_at
        assert MerchantEvent.objects.count() == events
        assert MerchantEvent.objects.filter(file=file, act=MerchantAct.APPROVE).exists()
        for name in stored:
            with pytest.raises(RecordNotFound):
                read_part(tenant.id, name, ORIGINAL)


def test_nothing_goes_a_day_early_or_while_the_shop_is_open(tenant):
    closed(tenant, 3 * 365 * DAY - DAY)
    with platform_context():
        assert purge_merchants(now=now()) == 0
        Tenant.objects.filter(pk=tenant.id).update(state="active", closed_at=now() - 9 * YEAR)
        assert purge_merchants(now=now()) == 0
        assert all(read_part(tenant.id, paper.stored, ORIGINAL) for paper in papers(tenant))


def test_the_database_refuses_what_is_early_whatever_the_code_says(tenant):
    closed(tenant, 40 * DAY)
    with platform_context():
        with pytest.raises(IntegrityError, match="must still be kept"), transaction.atomic():
            purge_merchants(now=now() + 5 * YEAR)
        assert all(read_part(tenant.id, paper.stored, ORIGINAL) for paper in papers(tenant))
        with pytest.raises(IntegrityError, match="merchant must still be kept"), transaction.atomic():
            MerchantFile.objects.update(purged_at=now())
        with pytest.raises(IntegrityError, match="paper must still be kept"), transaction.atomic():
            Document.objects.filter(tenant_role=tenant.role_name, kind="licence").update(shredded_at=now())


@pytest.mark.parametrize("whose", ["own", "all"])
def test_a_licensed_merchant_is_kept_for_ten_years_by_code_and_database(tenant, whose):
    closed(tenant, 4 * YEAR)
    role = tenant.role_name if whose == "own" else ""
    with platform_context():
        set_retention_profile(tenant_role=role, profile=Profile.LICENSED, reason="支付牌照", by="ops@x", now=now())
        assert purge_merchants(now=now()) == 0
        with pytest.raises(IntegrityError, match="must still be kept"), transaction.atomic():
            MerchantFile.objects.filter(tenant_role=tenant.role_name).update(purged_at=now())
        Tenant.objects.filter(pk=tenant.id).update(closed_at=now() - 10 * YEAR)
        assert purge_merchants(now=now()) == 1


def test_a_frozen_merchant_stays_known_by_number_and_prints(tenant):
    closed(tenant)
    freeze(tenant)
    with platform_context():
        assert purge_merchants(now=now()) == 1
        file = file_of(tenant)
    assert (file.uscc, file.person_print is None, file.name, file.sealed) == (USCC, False, "", None)
    with platform_context():
        assert MerchantRestriction.objects.get().reason == "涉诈线索核查"


def test_pictures_of_a_merchants_own_identity_papers_go_after_30_days(tenant):
    verify(tenant)
    with platform_context():
        name = fresh_name(now())
        write_part(tenant.id, name, ORIGINAL, b"a face")
        paper = papers(tenant)[0]
        Document.objects.filter(pk=paper.pk).update(
            kind=DocumentKind.IDENTITY, stored=name, state="accepted", decided_at=now() - 30 * DAY
        )
        assert shred_identity_images(now=now()) == 1
        with pytest.raises(RecordNotFound):
            read_part(tenant.id, name, ORIGINAL)


def handed(tenant, ago, person):
    """What an authority asked for and was refused so long ago."""
    export = ask(tenant, person)
    with platform_context():
        AuthorityExport.objects.filter(pk=export.pk).update(
            state=ExportState.REFUSED, decided_by=uuid.uuid4(), decided_email="lead@p.example", decided_at=now() - ago,
            answer="无依据",
        )  # fmt: skip
    return AuthorityExport.objects.filter(pk=export.pk)


def test_a_record_of_sharing_forgets_persons_after_three_years_and_stays_a_record(tenant):
    person = hire("reviewer")
    old, young = handed(tenant, 3 * YEAR, person), handed(tenant, 3 * 365 * DAY - DAY, person)
    with platform_context():
        before = old.get()
        assert (forget_sharing(now=now()), forget_sharing(now=now())) == (1, 0)
        row = old.get()
        assert (row.officer, row.officer_contact, row.asks_for, row.ref, row.shown_ref) == ("",) * 5
        assert (row.authority, row.document, row.basis, row.decided_at) == (
            before.authority, before.document, before.basis, before.decided_at,
        )  # fmt: skip
        assert young.get().officer
        with pytest.raises(IntegrityError, match="sharing must still be kept"), transaction.atomic():
            forget_sharing(now=now() + YEAR)
        with pytest.raises(IntegrityError), transaction.atomic():  # under that cover nothing else changes
            young.update(forgotten_at=now(), authority="x")


def test_prints_of_persons_go_with_their_year_and_by_nobodys_hand(tenant):
    with platform_context():
        for back in (5, 4, 3, 0):
            ExportedPerson.objects.create(
                year=now().year - back, tenant_role=tenant.role_name, person=bytes([back]) * 16, export_id=uuid.uuid4()
            )
        assert forget_sharing(now=now()) == 2
        assert sorted(ExportedPerson.objects.values_list("year", flat=True)) == [now().year - 3, now().year]
        with pytest.raises(ProgrammingError), transaction.atomic():
            ExportedPerson.objects.all()._raw_delete("default")
