from platform_core.compliance.models.appeal import Appeal
from platform_core.compliance.models.audit_anchor import AuditAnchor
from platform_core.compliance.models.audit_check import AuditCheck
from platform_core.compliance.models.audit_cut import AuditCut
from platform_core.compliance.models.audit_head import AuditHead
from platform_core.compliance.models.authority_export import AuthorityExport
from platform_core.compliance.models.code_meeting import CodeMeeting
from platform_core.compliance.models.code_print import CodePrint
from platform_core.compliance.models.document import Document
from platform_core.compliance.models.document_look import DocumentLook
from platform_core.compliance.models.export_read import ExportRead
from platform_core.compliance.models.export_step import ExportStep
from platform_core.compliance.models.exported_person import ExportedPerson
from platform_core.compliance.models.finding import Finding
from platform_core.compliance.models.identity_report import IdentityReport
from platform_core.compliance.models.lot_mark import LotMark
from platform_core.compliance.models.merchant_appeal import MerchantAppeal
from platform_core.compliance.models.merchant_event import MerchantEvent
from platform_core.compliance.models.merchant_file import MerchantFile
from platform_core.compliance.models.merchant_restriction import MerchantRestriction
from platform_core.compliance.models.platform_audit_link import PlatformAuditLink
from platform_core.compliance.models.platform_recall import PlatformRecall
from platform_core.compliance.models.price_mark import PriceMark
from platform_core.compliance.models.print_epoch import PrintEpoch
from platform_core.compliance.models.print_tally import PrintTally
from platform_core.compliance.models.proposal import Proposal
from platform_core.compliance.models.purchase_mark import PurchaseMark
from platform_core.compliance.models.recall_shop import RecallShop
from platform_core.compliance.models.released_span import ReleasedSpan
from platform_core.compliance.models.restriction import Restriction
from platform_core.compliance.models.retention_choice import RetentionChoice
from platform_core.compliance.models.rule_version import RuleVersion
from platform_core.compliance.models.rulebook_load import RulebookLoad
from platform_core.compliance.models.sale_allowance import SaleAllowance
from platform_core.compliance.models.screened_lot import ScreenedLot
from platform_core.compliance.models.screening import Screening
from platform_core.compliance.models.shop_conduct import ShopConduct
from platform_core.compliance.models.staff_act import StaffAct
from platform_core.compliance.models.staff_outcome import StaffOutcome
from platform_core.compliance.models.supplier import Supplier
from platform_core.compliance.models.supplier_event import SupplierEvent
from platform_core.compliance.models.supply_link import SupplyLink
from platform_core.compliance.models.supply_review import SupplyReview
from platform_core.compliance.models.tenant_look import TenantLook
from platform_core.compliance.models.watch_edition import WatchEdition
from platform_core.compliance.models.watch_entry import WatchEntry
from platform_core.compliance.models.watch_list import WatchList
from platform_core.compliance.models.watch_mark import WatchMark
from platform_core.compliance.models.watch_report import WatchReport

__all__ = [
    "Appeal",
    "AuditAnchor",
    "AuditCheck",
    "AuditCut",
    "AuditHead",
    "AuthorityExport",
    "CodeMeeting",
    "CodePrint",
    "Document",
    "DocumentLook",
    "ExportRead",
    "ExportStep",
    "ExportedPerson",
    "Finding",
    "IdentityReport",
    "LotMark",
    "MerchantAppeal",
    "MerchantEvent",
    "MerchantFile",
    "MerchantRestriction",
    "PlatformAuditLink",
    "PlatformRecall",
    "PriceMark",
    "PrintEpoch",
    "PrintTally",
    "Proposal",
    "PurchaseMark",
    "RecallShop",
    "ReleasedSpan",
    "Restriction",
    "RetentionChoice",
    "RuleVersion",
    "RulebookLoad",
    "SaleAllowance",
    "ScreenedLot",
    "Screening",
    "ShopConduct",
    "StaffAct",
    "StaffOutcome",
    "Supplier",
    "SupplierEvent",
    "SupplyLink",
    "SupplyReview",
    "TenantLook",
    "WatchEdition",
    "WatchEntry",
    "WatchList",
    "WatchMark",
    "WatchReport",
]
