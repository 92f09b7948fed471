"""What the platform keeps ends: files of suppliers that left, pictures of identity papers, screenings. Nothing a day early."""

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from platform_core.compliance.errors import SupplierActRefused
from platform_core.compliance.files.store import ORIGINAL, read_part
from platform_core.compliance.lifecycle import SYSTEM, Act, SupplierAct, replay
from platform_core.compliance.models import (
    Document,
    Finding,
    Restriction,
    RetentionChoice,
    Supplier,
    SupplierEvent,
    SupplyLink,
)
from platform_core.compliance.retention import Profile
from platform_core.compliance.retention_selectors import get_own_profile, get_profile_of
from platform_core.compliance.services.advance_supplier import advance_supplier
from platform_core.compliance.services.archive_suppliers import archive_suppliers
from platform_core.compliance.services.forget_listings import forget_listings
from platform_core.compliance.services.purge_suppliers import purge_suppliers
from platform_core.compliance.services.set_retention_profile import set_retention_profile
from platform_core.compliance.standing import act_of, standing_of
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.compliance.departed import gone
from tests.integration.compliance.supply import TOLD, hand_in, run_jobs, supplier_of
from tests.world import make_shelf, now

YEARS = dt.timedelta(days=3 * 366)
DAY = dt.timedelta(days=1)


def papers_of(shelf):
    return list(Document.objects.filter(link_id=shelf.contract.supplier_id))


def test_a_purge_shreds_papers_and_erases_the_entity_and_keeps_its_history(tenant):
    shelf, supplier = gone(tenant)
    with platform_context():
        stored = [paper.stored for paper in papers_of(shelf)]
        assert purge_suppliers(now=now()) == 1
        supplier.refresh_from_db()
        link = SupplyLink.objects.get(pk=shelf.contract.supplier_id)
        kept = repr(
            [vars(row) for row in (supplier, link, *papers_of(shelf), *Finding.objects.filter(supplier_id=supplier.id))]
        )
        for told in ("王小明", "正规卡券", TOLD["uscc"], "文三路", "licence.png", "owner@example.com"):
            assert told not in kept
        assert (supplier.state, supplier.uscc, supplier.person_print, link.sealed) == ("purged", None, None, None)
        assert all(paper.shredded_at for paper in papers_of(shelf))
        for name in stored:
            with pytest.raises(RecordNotFound):
                read_part(tenant.id, name, ORIGINAL)
        history = SupplierEvent.objects.filter(supplier=supplier).order_by("version")
        assert replay(act_of(event) for event in history) == standing_of(supplier)
        assert purge_suppliers(now=now()) == 0
    run_jobs()  # telling the shops of it breaks nothing


def test_nothing_of_a_supplier_goes_a_day_early(tenant):
    shelf, supplier = gone(tenant, ago=dt.timedelta(days=3 * 365 - 1))
    with platform_context():
        assert purge_suppliers(now=now()) == 0
        with pytest.raises(SupplierActRefused) as refused:
            advance_supplier(supplier=supplier, act=Act(SupplierAct.PURGE, SYSTEM, now()))
        assert refused.value.data["reason"] == "must_be_kept"
        assert read_part(tenant.id, papers_of(shelf)[0].stored, ORIGINAL)


def test_the_database_refuses_an_early_purge_whatever_the_code_says(tenant):
    shelf, _ = gone(tenant, ago=dt.timedelta(days=40))
    with platform_context():
        # A clock that runs ahead, or code that is wrong.
        with pytest.raises(IntegrityError, match="must still be kept"), transaction.atomic():
            purge_suppliers(now=now() + 10 * YEARS)
        paper = papers_of(shelf)[0]
        assert read_part(tenant.id, paper.stored, ORIGINAL)
        with pytest.raises(IntegrityError, match="paper must still be kept"), transaction.atomic():
            Document.objects.filter(pk=paper.pk).update(shredded_at=now())
        for table in (Document, SupplyLink, Supplier, Restriction):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                table.objects.all()._raw_delete("default")


def test_a_licensed_shop_keeps_its_suppliers_for_ten_years(tenant, other_tenant):
    _, supplier = gone(tenant)
    with platform_context():
        set_retention_profile(
            tenant_role=tenant.role_name, profile=Profile.LICENSED, reason="支付牌照", by="ops@x", now=now()
        )
        assert (get_profile_of(tenant.role_name), get_profile_of(other_tenant.role_name)) == ("licensed", "standard")
        assert purge_suppliers(now=now()) == 0
        with pytest.raises(IntegrityError, match="must still be kept"), transaction.atomic():
            advance_supplier(supplier=supplier, act=Act(SupplierAct.PURGE, SYSTEM, now()))
        Supplier.objects.filter(pk=supplier.pk).update(ended_at=now() - dt.timedelta(days=3653))
        assert purge_suppliers(now=now()) == 1
    with tenant_context(tenant):
        assert get_own_profile() == "licensed"
        assert RetentionChoice.objects.values_list("profile", flat=True).get() == "licensed"
    with tenant_context(other_tenant):
        assert get_own_profile() == "standard"
        assert not RetentionChoice.objects.values("id").exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            RetentionChoice.objects.create(tenant_role=other_tenant.role_name, profile="standard", reason="x", at=now())


def test_the_installation_may_keep_everything_for_ten_years(tenant, settings):
    settings.KAQUAN_RETENTION_PROFILE = "licensed"
    gone(tenant)
    with platform_context():
        assert purge_suppliers(now=now()) == 0


def test_one_that_is_blacklisted_is_known_again_after_its_purge(tenant, other_tenant):
    _, supplier = gone(tenant, listed="telecom")
    with platform_context():
        assert purge_suppliers(now=now()) == 1
        supplier.refresh_from_db()
        assert (supplier.uscc, supplier.name, supplier.blocked_categories) == (None, "", ["telecom"])
        assert bytes(supplier.uscc_print) != TOLD["uscc"].encode()
    again = hand_in(other_tenant)  # the same number, by another shop
    with platform_context():
        back = supplier_of(again)
        assert (back.pk != supplier.pk, back.blocked_categories) == (True, ["telecom"])
        found = Finding.objects.get(rule_id="X2", supplier_id=back.id)
        assert (found.facts["listed"], "uscc_print" in found.facts["same"]) == (str(supplier.id), True)
    with tenant_context(other_tenant), connection.cursor() as cursor:
        cursor.execute("SELECT public.sale_right(%s)", [again.contract.supplier_id])
        assert cursor.fetchone()[0] == "none"


def test_prints_of_a_blacklisting_go_three_years_after_it_was_lifted(tenant):
    _, supplier = gone(tenant, listed="telecom")
    with platform_context():
        purge_suppliers(now=now())
        assert forget_listings(now=now() + YEARS) == 0  # in force
        Restriction.objects.filter(supplier=supplier).update(lifted_at=now() - dt.timedelta(days=3 * 365 - 1))
        assert forget_listings(now=now()) == 0
        Restriction.objects.filter(supplier=supplier).update(lifted_at=now() - YEARS)
        assert (forget_listings(now=now()), forget_listings(now=now())) == (1, 0)
        supplier.refresh_from_db()
        assert (supplier.uscc_print, supplier.bank_print, supplier.blocked_categories) == (None, None, [])


def test_one_that_was_never_blacklisted_leaves_no_print_and_may_come_again(tenant):
    _, supplier = gone(tenant)
    with platform_context():
        purge_suppliers(now=now())
        supplier.refresh_from_db()
        assert {supplier.uscc_print, supplier.bank_print, supplier.phone_print} == {None}
    again = hand_in(tenant, make_shelf(tenant, cleared=False))
    with platform_context():
        assert (supplier_of(again).state, supplier_of(again).blocked_categories) == ("review", [])


def test_a_purge_that_is_cut_off_is_done_again(tenant, monkeypatch):
    from platform_core.compliance.services import purge_supplier as service

    shelf, supplier = gone(tenant)
    real, deleted = service.delete_paper, []

    def dying(name):
        real(name)
        deleted.append(name)
        raise KeyboardInterrupt

    monkeypatch.setattr(service, "delete_paper", dying)
    with platform_context():
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            purge_suppliers(now=now())
        supplier.refresh_from_db()
        assert (supplier.state, len(deleted)) == ("restricted_archive", 1)
        monkeypatch.setattr(service, "delete_paper", real)
        assert purge_suppliers(now=now()) == 1
        assert all(paper.shredded_at for paper in papers_of(shelf))


def test_what_was_purged_stays_purged(tenant):
    _, supplier = gone(tenant)
    with platform_context():
        purge_suppliers(now=now())
        supplier.refresh_from_db()
        for act in SupplierAct:
            with pytest.raises(SupplierActRefused):
                advance_supplier(supplier=supplier, act=Act(act, SYSTEM, now(), "reason"))
        with pytest.raises(IntegrityError), transaction.atomic():
            Supplier.objects.filter(pk=supplier.pk).update(state="restricted_archive", version=supplier.version + 1)


def test_one_that_left_lately_can_still_be_acted_upon(tenant):
    gone(tenant, ago=29 * DAY)
    with platform_context():
        assert archive_suppliers(now=now()) == 0
        assert archive_suppliers(now=now() + DAY) == 1
