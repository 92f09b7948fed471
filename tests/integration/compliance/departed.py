"""A supplier that left long ago, for tests."""

import datetime as dt

from platform_core.compliance.enums import DocumentState, SupplierState
from platform_core.compliance.files.store import ORIGINAL, fresh_name, write_part
from platform_core.compliance.models import (
    Document,
    Restriction,
    Supplier,
)
from platform_core.compliance.services.archive_suppliers import archive_suppliers
from platform_core.compliance.services.offboard_supplier import offboard_supplier
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.supply import hand_in, supplier_of
from tests.world import FIRST_STAFF, now

YEARS = dt.timedelta(days=3 * 366)
DAY = dt.timedelta(days=1)


def gone(tenant, *, ago=YEARS, listed=""):
    """A supplier that left so long ago, with its papers on disk; perhaps blacklisted for goods of one category."""
    shelf = hand_in(tenant)
    with platform_context():
        supplier = supplier_of(shelf)
        for paper in Document.objects.filter(link_id=shelf.contract.supplier_id):
            paper.stored = fresh_name(now() - ago)
            paper.state = DocumentState.ACCEPTED
            paper.save(update_fields=["stored", "state"])
            write_part(tenant.id, paper.stored, ORIGINAL, b"%PDF of a licence")
        if listed:
            blacklist(supplier, listed)
        offboard_supplier(supplier_id=supplier.id, actor=FIRST_STAFF, reason="终止合作", now=now() - ago)
        archive_suppliers(now=now())
        supplier.refresh_from_db()
    assert supplier.state == (SupplierState.RESTRICTED_ARCHIVE if ago > 30 * DAY else SupplierState.OFFBOARDED)
    return shelf, supplier


def blacklist(supplier, category, lifted_at=None):
    Restriction.objects.create(
        supplier=supplier, kind="blacklist", category=category, reason="假卡", remedy="无", legal_basis="电商法 38",
        made_at=now() - YEARS, made_by="a@x", second_by="b@x", appeal_until=now(), review_on=now().date(),
        lifted_at=lifted_at,
    )  # fmt: skip
    Supplier.objects.filter(pk=supplier.pk).update(blocked_categories=[category])
