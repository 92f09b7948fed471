"""Short ways to what authorities ask for."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

import pyzipper

from platform_core.compliance.enums import FileState
from platform_core.compliance.export_enums import ExportScope
from platform_core.compliance.export_pack import path_of
from platform_core.compliance.models import AuthorityExport, ExportLetter
from platform_core.compliance.services.ask_export import Asked, Letter, ask_export
from platform_core.compliance.services.decide_export import decide_export
from platform_core.compliance.services.look_at_letter import look_at_letter
from platform_core.identity.models import User
from platform_core.kernel.clock import now
from platform_core.kernel.contacts import seal_contact
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.reference import TenantRef
from tenants.orders.models import Order
from tests.integration.compliance.paper_files import jpeg
from tests.integration.site.looking import actor

LETTER = Letter(jpeg(3), "letter.jpg")


def asked_of(shop: TenantRef | None, **given: Any) -> Asked:
    """A request about this shop as its document says it."""
    values: dict[str, Any] = {
        "authority": "杭州市公安局", "country": "CN", "level": "city", "document": "杭公调证〔2026〕17号",
        "document_on": dt.date(2026, 11, 20), "officer": "张警官", "officer_contact": "0571-0000000", "basis": "fraud_26",
        "basis_detail": "", "asks_for": "调取该店铺三十日内的订单与发卡记录", "scope": ExportScope.TENANT, "shop": shop, "about": "",
        "sections": ("orders", "issuances"), "since": now() - dt.timedelta(days=30), "until": now() + dt.timedelta(days=1),
        "due_at": None, "secret_until": None, "secret_reason": "",
    }  # fmt: skip
    return Asked(**{**values, **given})


def ask(shop: TenantRef | None, by: User, **given: Any) -> AuthorityExport:
    """A request with its letter, which was scanned already."""
    asked = asked_of(shop, **given)
    letter = None if asked.scope == ExportScope.TAX else LETTER
    with platform_context():
        export = ask_export(asked=asked, letter=letter, actor=actor(by), now=now())
        ExportLetter.objects.filter(export=export).update(file_state=FileState.CLEAN, pages=1)
    return export


def open_letter(export: AuthorityExport, by: User, *pages: int) -> None:
    """They look at these pages of the letter."""
    with platform_context():
        for page in pages:
            look_at_letter(
                letter=ExportLetter.objects.get(export=export),
                page=page,
                actor=actor(by),
                address="192.0.2.7",
                now=now(),
            )


def agree(export: AuthorityExport, by: User) -> str:
    """They read the letter and approve. The password."""
    if export.scope != ExportScope.TAX:
        open_letter(export, by, 1)
    with platform_context():
        return decide_export(export_id=export.id, actor=actor(by), agree=True, answer="", now=now())


def fresh(export: AuthorityExport) -> AuthorityExport:
    with platform_context():
        return AuthorityExport.objects.get(pk=export.id)


def unpacked(export: AuthorityExport, password: str) -> dict[str, bytes]:
    """Every file in the clear."""
    with pyzipper.AESZipFile(io.BytesIO(path_of(export.id).read_bytes())) as archive:
        archive.setpassword(password.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def make_order(tenant: TenantRef, number: str, contact: str, *, issuance_id: uuid.UUID | None = None) -> Order:
    with tenant_context(tenant):
        kept = seal_contact(tenant.id, contact)
        return Order.objects.create(
            number=number, token_hash=new_id().bytes * 2, amount=4500, currency="CNY", contact_sealed=kept.sealed,
            contact_hash=kept.hash, contact_masked=kept.masked, pay_by=now(), created_at=now(), issuance_id=issuance_id,
        )  # fmt: skip
