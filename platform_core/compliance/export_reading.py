"""Reads what an authority asked for by sections: a shop's through the database's functions, the platform's own as it keeps it."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.forms.models import model_to_dict

from platform_core.compliance.export_bounds import keep_to_shop
from platform_core.compliance.export_enums import ExportScope
from platform_core.compliance.export_selectors import find_platform_read, list_shop_rows, list_shop_totals
from platform_core.compliance.models import (
    AuthorityExport,
    Finding,
    MerchantEvent,
    MerchantFile,
    Restriction,
    StaffAct,
    Supplier,
    SupplierEvent,
)
from platform_core.kernel.contacts import contact_opener
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy import directory
from platform_core.tenancy.models import Tenant

Row = dict[str, Any]
# What is a print, a seal or the business of the platform alone.
HIDDEN: Final = frozenset({"facts_hash", "key", "sealed"})


def read_section(export: AuthorityExport, section: str) -> Iterator[Row]:
    """Every row of a section, in the order of time where it has one; inside a transaction. Shops are told before theirs are read.

    Raises:
        RecordNotFound: the shop is not there any more.
    """
    own: dict[str, Callable[[AuthorityExport], Iterator[Row]]] = {
        "merchant_file": _merchant,
        "supplier_file": _supplier,
        "findings": _findings,
        "staff_acts": _staff_acts,
        "tax": _tax,
    }
    if section not in own:
        yield from _of_shop(export, section)
        return
    if section != "tax":  # of which each shop is told as its sums are read
        find_platform_read(export, section)
    if export.scope == ExportScope.TENANT:
        yield from (keep_to_shop(row, export.tenant_role) for row in own[section](export))
    else:
        yield from own[section](export)


def _of_shop(export: AuthorityExport, section: str) -> Iterator[Row]:
    tenant = directory.find_by_role(export.tenant_role)
    if tenant is None:
        raise RecordNotFound(tenant=export.tenant_role)
    opened = contact_opener(tenant.id) if "contacts" in export.sections else None
    for row in list_shop_rows(export, section):
        if opened and row.get("contact_sealed"):
            row["contact"] = opened(base64.b64decode(row.pop("contact_sealed")))
        yield row


def _plain(rows: QuerySet[Any]) -> Iterator[Row]:
    for row in rows.iterator():
        yield _facts(row)


def _within(export: AuthorityExport, moment: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows of the time that was asked for, its end not included."""
    return rows.filter(**{f"{moment}__gte": export.since, f"{moment}__lt": export.until})


def _facts(row: Model) -> Row:
    """Columns of a row but for prints and seals."""
    names = [
        field.name
        for field in row._meta.concrete_fields
        if field.get_internal_type() != "BinaryField" and field.name not in HIDDEN
    ]
    return {"kind": row._meta.model_name} | {"id": str(row.pk)} | _told(row, names)


def _told(row: Model, names: list[str]) -> Row:
    """``model_to_dict`` with columns that no form edits."""
    edited = model_to_dict(row, fields=names)
    return {name: edited.get(name, getattr(row, name)) for name in names if name != "id"}


def _merchant(export: AuthorityExport) -> Iterator[Row]:
    yield from _plain(MerchantFile.objects.filter(tenant_role=export.tenant_role))
    yield from _plain(MerchantEvent.objects.filter(file__tenant_role=export.tenant_role).order_by("version"))


def _supplier(export: AuthorityExport) -> Iterator[Row]:
    supplier = uuid.UUID(export.ref)
    yield from _plain(Supplier.objects.filter(pk=supplier))
    yield from _plain(SupplierEvent.objects.filter(supplier_id=supplier).order_by("version"))
    yield from _plain(Restriction.objects.filter(supplier_id=supplier).order_by("made_at"))


def _findings(export: AuthorityExport) -> Iterator[Row]:
    rows = Finding.objects.order_by("found_at")
    match export.scope:
        case ExportScope.FINDING:
            yield from _plain(rows.filter(pk=export.ref))
        case ExportScope.SUPPLIER:
            yield from _plain(_within(export, "found_at", rows.filter(supplier_id=export.ref)))
        case _:
            yield from _plain(_within(export, "found_at", rows.filter(tenant_role=export.tenant_role)))


def _staff_acts(export: AuthorityExport) -> Iterator[Row]:
    acts = StaffAct.objects.filter(tenant_role=export.tenant_role)
    yield from _plain(_within(export, "at", acts).order_by("at"))


def _tax(export: AuthorityExport) -> Iterator[Row]:
    """Who runs each live shop, and what it took in, gave back and kept; amounts in minor units of their currency."""
    files = {file.tenant_role: file for file in MerchantFile.objects.iterator()}
    tenants = Tenant.objects.filter(livemode=True, created_at__lt=export.until).order_by("created_at", "id")
    for tenant in tenants.exclude(closed_at__lt=export.since):
        sums = list_shop_totals(export, tenant.role_name) or [(tenant.currency, 0, 0, 0)]
        for currency, gross, discounts, refunds in sums:
            yield {
                **identity_of(files.get(tenant.role_name)),
                "shop": tenant.name,
                "shop_code": tenant.slug,
                "since": export.since.isoformat(),
                "until": export.until.isoformat(),
                "currency": currency,
                "gross": gross,
                "discounts": discounts,
                "refunds": refunds,
                "net": gross - discounts - refunds,
            }


def identity_of(file: MerchantFile | None) -> Row:
    """Who a merchant is: as verified, and where nobody did yet as it told; empty where it told nothing."""
    names = ("kind", "name", "uscc", "registration_number", "country", "legal_representative", "address")
    if file is None:
        return dict.fromkeys((*names, "verified"), "")
    told = {name: str(getattr(file, name) or "") for name in names}
    verified = {name: file.verified_facts[name] for name in names if file.verified_facts.get(name)}
    return {**told, **verified, "verified": file.verified_at.date().isoformat() if file.verified_at else ""}
