"""A supplier's file as a merchant hands it in, for tests: told, with its papers, and through the platform's jobs."""

import datetime as dt
import hashlib
import uuid

from platform_core.compliance.documents import DOCUMENT_SETS
from platform_core.compliance.enums import FileState, SupplyCategory
from platform_core.compliance.models import Document, Supplier, SupplyLink
from platform_core.compliance.services.describe_supplier import describe_supplier
from platform_core.compliance.services.submit_supplier import submit_supplier
from platform_core.tenancy import job_runner
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.reference import TenantRef
from tests.world import Shelf, make_shelf, now

USCC = "91330106MA2J2R0X26"
OWNER = str(uuid.UUID(int=77, version=4))
TOLD = {
    "name": "杭州正规卡券有限公司",
    "category": SupplyCategory.TELECOM,
    "uscc": USCC,
    "legal_representative": "王小明",
    "entity_type": "有限责任公司",
    "capital": "1000万元人民币",
    "address": "浙江省杭州市西湖区文三路 1 号",
    "business_scope": "增值电信业务；计算机软硬件销售",
    "registry": "杭州市西湖区市场监督管理局",
    "founded_on": dt.date(2018, 3, 1),
    "bank_account": "6222 0000 1111 2222",
    "phone": "+86 139-0000-0000",
    "identity_number": "330106199001011234",
}


def run_jobs() -> None:
    """As a worker does, until nothing is left."""
    while job_runner.run_next_job():
        pass


def add_papers(tenant: TenantRef, link_id: uuid.UUID, *, ends: dt.date | None = None) -> None:
    """Every paper that its goods take, scanned and clean."""
    with platform_context():
        link = SupplyLink.objects.get(pk=link_id)
        for kind in DOCUMENT_SETS[SupplyCategory(link.category)]:
            Document.objects.create(
                tenant_role=tenant.role_name,
                link=link,
                kind=kind,
                valid_to=ends,
                stored=uuid.uuid4().hex,
                filename=f"{kind}.png",
                media_type="image/png",
                size=1,
                sha256=hashlib.sha256(f"{link_id}{kind}".encode()).digest(),
                file_state=FileState.CLEAN,
                uploaded_by=OWNER,
                uploaded_at=now(),
            )


def hand_in(tenant: TenantRef, shelf: Shelf | None = None, *, ends: dt.date | None = None, **changed: object) -> Shelf:
    """Tell of a supplier, add its papers, hand it in, and let the platform's jobs run."""
    shelf = shelf or make_shelf(tenant, cleared=False)
    link_id = shelf.contract.supplier_id
    with tenant_context(tenant):
        describe_supplier(link_id=link_id, told={**TOLD, **changed}, edited_by=OWNER)
    add_papers(tenant, link_id, ends=ends)
    with tenant_context(tenant):
        submit_supplier(link_id=link_id, user_id=OWNER, email="owner@example.com", now=now())
    run_jobs()
    return shelf


def supplier_of(shelf: Shelf) -> Supplier:
    """The legal entity behind what a merchant holds, as the platform sees it."""
    with platform_context():
        supplier = SupplyLink.objects.select_related("supplier").get(pk=shelf.contract.supplier_id).supplier
        assert supplier is not None
        return supplier
