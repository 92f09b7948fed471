"""A supplier of a shop as it is told, handed in, checked and approved; papers with it."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

from platform_core.compliance.enums import DocumentKind, SupplyCategory
from platform_core.compliance.models import Document, SupplyLink
from platform_core.compliance.services.approve_supplier import approve_supplier
from platform_core.compliance.services.check_supplier import check_supplier
from platform_core.compliance.services.describe_supplier import describe_supplier
from platform_core.compliance.services.receive_supply import receive_supply
from platform_core.compliance.services.register_supplier import register_supplier
from platform_core.compliance.services.scan_document import scan_document
from platform_core.compliance.services.submit_supplier import submit_supplier
from platform_core.compliance.services.upload_paper import Told, upload_paper
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.inventory.models import SupplierContract
from tests.integration.compliance.paper_files import jpeg
from tests.world import FIRST_STAFF

_numbers = itertools.count(1)
USCC = "91350211M000100Y46"
LICENCE = {
    "uscc": USCC, "legal_representative": "王伟", "entity_type": "有限责任公司", "capital": "100 万元", "address": "厦门市软件园",
    "business_scope": "预付卡销售", "registry": "厦门市市场监督管理局", "founded_on": dt.date(2020, 1, 1),
}  # fmt: skip


def begin(tenant, category=SupplyCategory.TELECOM, **told):
    """A supplier that is filled in, without papers."""
    name = f"厦门卡券有限公司{next(_numbers)}"
    with tenant_context(tenant):
        link_id = register_supplier(name=name)
        SupplierContract.objects.create(supplier_id=link_id, name=name, created_at=now())
        describe_supplier(link_id=link_id, told={**LICENCE, "category": category, **told}, edited_by="m")
    return link_id


def hand_in(
    tenant, link_id, kind=DocumentKind.LICENCE, content=None, filename="a.jpg", scanned=True, replaces=None, **told
):
    """A paper, uploaded and (unless told otherwise) scanned."""
    with tenant_context(tenant):
        paper = upload_paper(
            link_id=link_id,
            told=Told(kind=kind, **told),
            content=jpeg(next(_numbers) + 1000) if content is None else content,
            filename=filename,
            user_id="merchant",
            email="owner@alpha.example",
            replaces=replaces,
            now=now(),
        )
    return scan(paper.id) if scanned else paper


def scan(document_id):
    with platform_context():
        return scan_document(document_id=document_id, now=now())


def submit(tenant, link_id):
    """Handed in, received and checked."""
    with tenant_context(tenant):
        submit_supplier(link_id=link_id, user_id="merchant", email="owner@alpha.example", now=now())
    with platform_context():
        supplier = receive_supply(link_id=link_id, now=now())
        return check_supplier(supplier_id=supplier.id, link_id=link_id, now=now())


def approve(supplier_id, actor=FIRST_STAFF):
    with platform_context():
        return approve_supplier(supplier_id=supplier_id, actor=actor, note="", now=now())


def approved(tenant, licence_ends=None, uscc=USCC):
    """A supplier of telecom top-ups that may sell; its licence and contract are accepted."""
    link_id = begin(tenant, uscc=uscc)
    hand_in(tenant, link_id, DocumentKind.LICENCE, valid_to=licence_ends)
    hand_in(tenant, link_id, DocumentKind.CARRIER)
    approve(submit(tenant, link_id).id)
    return link_id


def paper_of(document_id: uuid.UUID) -> Document:
    with platform_context():
        return Document.objects.select_related("link").get(pk=document_id)


def link_of(link_id: uuid.UUID) -> SupplyLink:
    with platform_context():
        return SupplyLink.objects.select_related("supplier").get(pk=link_id)
