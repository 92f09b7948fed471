"""Ten years for the whole installation: written into the database, which then refuses what is earlier, whatever a process is set to."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from platform_core.compliance.lifecycle import SYSTEM, Act, SupplierAct
from platform_core.compliance.models import Document, RetentionChoice, Screening, StaffAct
from platform_core.compliance.retention import Profile
from platform_core.compliance.retention_selectors import get_own_profile, get_profile_of
from platform_core.compliance.services.advance_supplier import advance_supplier
from platform_core.compliance.services.end_retention import end_retention
from platform_core.compliance.services.keep_installation_profile import keep_installation_profile
from platform_core.compliance.services.purge_screenings import purge_screenings
from platform_core.compliance.services.purge_suppliers import purge_suppliers
from platform_core.compliance.services.set_retention_profile import set_retention_profile
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.compliance.departed import gone
from tests.integration.compliance.test_retention_runs import screening
from tests.world import now

YEARS = dt.timedelta(days=3 * 366)


@pytest.fixture
def licensed(settings):
    """The setting was there at the last migration, and is gone now: a process that does not know of it."""
    settings.KAQUAN_RETENTION_PROFILE = "licensed"
    keep_installation_profile()
    settings.KAQUAN_RETENTION_PROFILE = "standard"


def test_the_setting_is_written_once_with_its_reason(tenant, settings):
    keep_installation_profile()
    with platform_context():
        assert not RetentionChoice.objects.exists()
    settings.KAQUAN_RETENTION_PROFILE = "licensed"
    said = []
    keep_installation_profile(say=said.append)
    keep_installation_profile(say=said.append)
    with platform_context():
        choice = RetentionChoice.objects.get()
        assert (choice.tenant_role, choice.profile, choice.reason) == ("", "licensed", "KAQUAN_RETENTION_PROFILE")
        assert StaffAct.objects.filter(act="set_retention_profile").count() == len(said) == 1


def test_a_run_of_the_sweeps_writes_it_before_anything_goes(tenant, settings):
    gone(tenant)
    settings.KAQUAN_RETENTION_PROFILE = "licensed"
    with platform_context():
        assert end_retention(now=now())["suppliers_purged"] == 0
        assert RetentionChoice.objects.get().tenant_role == ""


def test_code_and_database_know_ten_years_for_every_shop(tenant, licensed):
    _, supplier = gone(tenant)
    with platform_context():
        assert get_profile_of(tenant.role_name) == Profile.LICENSED
        assert purge_suppliers(now=now()) == 0
        with pytest.raises(IntegrityError, match="must still be kept"), transaction.atomic():
            advance_supplier(supplier=supplier, act=Act(SupplierAct.PURGE, SYSTEM, now()))
        with pytest.raises(IntegrityError, match="paper must still be kept"), transaction.atomic():
            Document.objects.filter(link__supplier=supplier).update(shredded_at=now())
    with tenant_context(tenant):
        assert get_own_profile() == Profile.LICENSED


def test_code_that_forgot_the_profile_destroys_nothing(tenant, licensed, monkeypatch):
    gone(tenant)
    with platform_context():
        row = screening(tenant.role_name, now() - YEARS)
        for service in ("purge_supplier", "purge_screenings"):
            monkeypatch.setattr(
                f"platform_core.compliance.services.{service}.get_longest_profile", lambda _: Profile.STANDARD
            )
        assert purge_screenings(now=now()) == 0
        assert Screening.objects.filter(pk=row.pk).exists()
        with pytest.raises(IntegrityError, match="must still be kept"), transaction.atomic():
            purge_suppliers(now=now())


def test_a_shops_own_choice_makes_nothing_shorter(tenant, licensed):
    with platform_context():
        set_retention_profile(tenant_role=tenant.role_name, profile=Profile.STANDARD, reason="x", by="ops@x", now=now())
        assert get_profile_of(tenant.role_name) == Profile.LICENSED


def test_it_is_taken_back_by_command_with_a_reason_alone(tenant, licensed):
    for wrong in (["standard"], [tenant.slug, "standard", "--all"]):
        with pytest.raises(CommandError):
            call_command("set_retention_profile", *wrong, "--reason", "x")
    call_command("set_retention_profile", "--all", "standard", "--reason", "牌照已注销", "--by", "ops@example.com")
    gone(tenant)
    with platform_context():
        assert get_profile_of(tenant.role_name) == Profile.STANDARD
        assert purge_suppliers(now=now()) == 1
