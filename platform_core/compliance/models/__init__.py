from platform_core.compliance.models.appeal import Appeal
from platform_core.compliance.models.audit_anchor import AuditAnchor
from platform_core.compliance.models.audit_head import AuditHead
from platform_core.compliance.models.document import Document
from platform_core.compliance.models.document_look import DocumentLook
from platform_core.compliance.models.finding import Finding
from platform_core.compliance.models.identity_report import IdentityReport
from platform_core.compliance.models.merchant_appeal import MerchantAppeal
from platform_core.compliance.models.merchant_event import MerchantEvent
from platform_core.compliance.models.merchant_file import MerchantFile
from platform_core.compliance.models.merchant_restriction import MerchantRestriction
from platform_core.compliance.models.platform_audit_link import PlatformAuditLink
from platform_core.compliance.models.proposal import Proposal
from platform_core.compliance.models.restriction import Restriction
from platform_core.compliance.models.rule_version import RuleVersion
from platform_core.compliance.models.rulebook_load import RulebookLoad
from platform_core.compliance.models.sale_allowance import SaleAllowance
from platform_core.compliance.models.screening import Screening
from platform_core.compliance.models.staff_act import StaffAct
from platform_core.compliance.models.staff_outcome import StaffOutcome
from platform_core.compliance.models.supplier import Supplier
from platform_core.compliance.models.supplier_event import SupplierEvent
from platform_core.compliance.models.supply_link import SupplyLink

__all__ = [
    "Appeal",
    "AuditAnchor",
    "AuditHead",
    "Document",
    "DocumentLook",
    "Finding",
    "IdentityReport",
    "MerchantAppeal",
    "MerchantEvent",
    "MerchantFile",
    "MerchantRestriction",
    "PlatformAuditLink",
    "Proposal",
    "Restriction",
    "RuleVersion",
    "RulebookLoad",
    "SaleAllowance",
    "Screening",
    "StaffAct",
    "StaffOutcome",
    "Supplier",
    "SupplierEvent",
    "SupplyLink",
]
