"""A merchant's own file as it is handed in, for tests: told, with its papers, and through the platform's jobs."""

import datetime as dt
import hashlib
import uuid

from platform_core.compliance.acts import Actor
from platform_core.compliance.enums import ActorKind, DocumentKind, FileState
from platform_core.compliance.merchant_enums import MerchantKind, MerchantRestrictionKind, Served
from platform_core.compliance.merchant_file import PAPERS
from platform_core.compliance.models import Document, MerchantFile
from platform_core.compliance.services.approve_merchant import approve_merchant
from platform_core.compliance.services.describe_merchant import describe_merchant
from platform_core.compliance.services.restrict_merchant import restrict_merchant
from platform_core.compliance.services.submit_merchant import submit_merchant
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.compliance.supply import OWNER, run_jobs
from tests.world import now

ANNA, BO = (
    Actor(ActorKind.STAFF, str(uuid.UUID(int=number, version=4)), f"staff{number}@p.example") for number in (901, 902)
)
USCC = "91330106MA2J2R0X26"
TOLD = {
    "kind": MerchantKind.COMPANY,
    "name": "杭州好卡科技有限公司",
    "uscc": USCC,
    "legal_representative": "李掌柜",
    "entity_type": "有限责任公司",
    "capital": "100万元人民币",
    "address": "浙江省杭州市西湖区文三路 2 号",
    "business_scope": "第二类增值电信业务；计算机软硬件及辅助设备销售",
    "registry": "杭州市西湖区市场监督管理局",
    "founded_on": dt.date(2019, 5, 1),
    "contact_person": "王经理",
    "serves": Served.MAINLAND,
    "icp_number": "浙ICP备12345678号-1",
    "phone": "13900000001",
    "identity_number": "330106198801015555",
}


def add_own_papers(tenant, kinds):
    """Clean papers of the shop's own."""
    with platform_context():
        for kind in kinds:
            Document.objects.create(
                tenant_role=tenant.role_name,
                kind=kind,
                stored=uuid.uuid4().hex,
                filename=f"{kind}.png",
                media_type="image/png",
                size=1,
                pages=1,
                sha256=hashlib.sha256(uuid.uuid4().bytes).digest(),
                file_state=FileState.CLEAN,
                uploaded_by=OWNER,
                uploaded_at=now(),
            )


def tell(tenant, **changed):
    """What the merchant says of itself."""
    with tenant_context(tenant):
        describe_merchant(told={**TOLD, **changed}, edited_by=OWNER, now=now())


def hand_in_merchant(tenant, **changed):
    """Told, with its papers, handed in, and through the jobs of the platform."""
    tell(tenant, **changed)
    kind = changed.get("kind", TOLD["kind"])
    kinds = list(PAPERS[kind])
    if changed.get("wants_balances"):
        kinds.append(DocumentKind.INSTITUTION)
    add_own_papers(tenant, kinds)
    with tenant_context(tenant):
        submit_merchant(user_id=OWNER, email="owner@example.com", now=now())
    run_jobs()
    return file_of(tenant)


def file_of(tenant):
    """As the platform sees it."""
    with platform_context():
        return MerchantFile.objects.get(tenant_role=tenant.role_name)


def approve(tenant, actor=ANNA):
    """A reviewer finds it right."""
    with platform_context():
        return approve_merchant(file_id=file_of(tenant).id, actor=actor, note="", now=now())


def verify(tenant, **changed):
    """From nothing to verified."""
    hand_in_merchant(tenant, **changed)
    return approve(tenant)


def freeze(tenant, actor=ANNA, kind=MerchantRestrictionKind.FREEZE):
    """Staff take the right to sell away."""
    with platform_context():
        return restrict_merchant(
            file_id=file_of(tenant).id, kind=kind, actor=actor, reason="涉诈线索核查", remedy="提交进货凭证",
            documents=["进货发票"], now=now(),
        )  # fmt: skip
