"""Under which law a merchant keeps its records."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Greatest

from platform_core.compliance.enums import DocumentKind, RestrictionKind, SupplierState
from platform_core.compliance.export_enums import ExportState
from platform_core.compliance.models import (
    AuthorityExport,
    Document,
    MerchantFile,
    Restriction,
    RetentionChoice,
    Screening,
    Supplier,
)
from platform_core.compliance.retention import ARCHIVE_AFTER, Kept, Profile, cutoff, may_go, years_of
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.selectors import list_closed_roles

SHARED = (ExportState.REFUSED, ExportState.FAILED, ExportState.EXPIRED)  # nothing more comes of them


def get_profile_of(tenant_role: str) -> Profile:
    """Of a shop: what was chosen for it last, and never less than what was for the whole installation (``""``), in the database
    or, until it is written there (``keep_installation_profile``), by the setting. The database counts in the same way: keep_years.
    """
    if settings.KAQUAN_RETENTION_PROFILE == Profile.LICENSED:
        return Profile.LICENSED
    return get_chosen_profile(tenant_role)


def get_chosen_profile(tenant_role: str) -> Profile:
    """What the database holds a shop to, or (``""``) all of them."""
    last = RetentionChoice.objects.filter(tenant_role__in={"", tenant_role}).order_by("tenant_role", "-at", "-id")
    chosen = last.distinct("tenant_role").values_list("profile", flat=True)
    return Profile.LICENSED if Profile.LICENSED in list(chosen) else Profile.STANDARD


def get_own_profile() -> Profile:
    """Of the shop that is worked for."""
    return get_profile_of(current_tenant().role_name)


def get_longest_profile(tenant_roles: Iterable[str]) -> Profile:
    """Of a record that several shops have a part in; on the platform."""
    profiles = {get_profile_of(role) for role in set(tenant_roles)} or {get_profile_of("")}
    return Profile.LICENSED if Profile.LICENSED in profiles else Profile.STANDARD


def list_kept_blacklistings(supplier_id: uuid.UUID, now: dt.datetime) -> list[Restriction]:
    """Blacklistings of a supplier that are in force, or were lifted so lately that they must be kept; on the platform."""
    profile = get_longest_profile(())
    facts = Restriction.objects.filter(supplier_id=supplier_id, kind=RestrictionKind.BLACKLIST)
    return [
        fact for fact in facts if fact.lifted_at is None or not may_go(Kept.BLACKLIST, fact.lifted_at, profile, now)
    ]


def list_due_identity_images(now: dt.datetime) -> QuerySet[Document]:
    """Pictures of identity papers that were decided about long enough ago; on the platform."""
    until = cutoff(Kept.IDENTITY_IMAGES, Profile.STANDARD, now)
    return Document.objects.filter(kind=DocumentKind.IDENTITY, shredded_at=None, decided_at__lte=until)


def get_due_counts(now: dt.datetime) -> dict[str, int]:
    """How many records the platform's next run ends, by kind; on the platform.

    Of suppliers those of the three years' profile are counted: one that a licensed shop buys from stays for longer.
    """
    profile = get_longest_profile(())
    archived = Supplier.objects.filter(state=SupplierState.RESTRICTED_ARCHIVE)
    left = Supplier.objects.filter(state=SupplierState.OFFBOARDED, ended_at__lte=now - ARCHIVE_AFTER)
    screened = Screening.objects.filter(at__lte=cutoff(Kept.SCREENINGS, profile, now))
    closed = list_closed_roles(until=cutoff(Kept.MERCHANT_FILES, profile, now))
    return {
        "merchants_purged": MerchantFile.objects.filter(tenant_role__in=closed, purged_at=None).count(),
        "sharing_forgotten": list_ended_sharing(now).count(),
        "suppliers_archived": left.count(),
        "suppliers_purged": archived.filter(ended_at__lte=cutoff(Kept.SUPPLIER_FILES, profile, now)).count(),
        "identity_images_shredded": list_due_identity_images(now).count(),
        "screenings_deleted": screened.count(),
    }


def list_ended_sharing(now: dt.datetime) -> QuerySet[AuthorityExport]:
    """Records of what authorities asked for that were over three years ago and still say whom they were about; on the platform."""
    until = cutoff(Kept.CONSENTS, Profile.STANDARD, now)
    ended = Greatest("decided_at", Coalesce("expires_at", "decided_at"), Coalesce("filed_at", "decided_at"))
    rows = AuthorityExport.objects.annotate(ended=ended).filter(state__in=SHARED, forgotten_at=None, ended__lte=until)
    return rows.order_by("asked_at")


def get_least_years(tenant_role: str) -> int:
    """How many years at least the orders of a shop are kept, all rules taken together but those of single orders."""
    return years_of(Kept.ORDERS, get_profile_of(tenant_role))
