from platform_core.compliance.models.appeal import Appeal
from platform_core.compliance.models.document import Document
from platform_core.compliance.models.document_look import DocumentLook
from platform_core.compliance.models.finding import Finding
from platform_core.compliance.models.proposal import Proposal
from platform_core.compliance.models.restriction import Restriction
from platform_core.compliance.models.sale_allowance import SaleAllowance
from platform_core.compliance.models.supplier import Supplier
from platform_core.compliance.models.supplier_event import SupplierEvent
from platform_core.compliance.models.supply_link import SupplyLink

__all__ = [
    "Appeal",
    "Document",
    "DocumentLook",
    "Finding",
    "Proposal",
    "Restriction",
    "SaleAllowance",
    "Supplier",
    "SupplierEvent",
    "SupplyLink",
]
