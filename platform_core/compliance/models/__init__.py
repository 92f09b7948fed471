from platform_core.compliance.models.appeal import Appeal
from platform_core.compliance.models.document import Document
from platform_core.compliance.models.finding import Finding
from platform_core.compliance.models.proposal import Proposal
from platform_core.compliance.models.restriction import Restriction
from platform_core.compliance.models.rule_version import RuleVersion
from platform_core.compliance.models.rulebook_load import RulebookLoad
from platform_core.compliance.models.sale_allowance import SaleAllowance
from platform_core.compliance.models.screening import Screening
from platform_core.compliance.models.supplier import Supplier
from platform_core.compliance.models.supplier_event import SupplierEvent
from platform_core.compliance.models.supply_link import SupplyLink

__all__ = [
    "Appeal",
    "Document",
    "Finding",
    "Proposal",
    "Restriction",
    "RuleVersion",
    "RulebookLoad",
    "SaleAllowance",
    "Screening",
    "Supplier",
    "SupplierEvent",
    "SupplyLink",
]
