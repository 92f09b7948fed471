from platform_core.compliance.models.appeal import Appeal
from platform_core.compliance.models.code_meeting import CodeMeeting
from platform_core.compliance.models.code_print import CodePrint
from platform_core.compliance.models.document import Document
from platform_core.compliance.models.finding import Finding
from platform_core.compliance.models.lot_mark import LotMark
from platform_core.compliance.models.platform_recall import PlatformRecall
from platform_core.compliance.models.price_mark import PriceMark
from platform_core.compliance.models.print_epoch import PrintEpoch
from platform_core.compliance.models.print_tally import PrintTally
from platform_core.compliance.models.proposal import Proposal
from platform_core.compliance.models.purchase_mark import PurchaseMark
from platform_core.compliance.models.recall_shop import RecallShop
from platform_core.compliance.models.released_span import ReleasedSpan
from platform_core.compliance.models.restriction import Restriction
from platform_core.compliance.models.sale_allowance import SaleAllowance
from platform_core.compliance.models.screened_lot import ScreenedLot
from platform_core.compliance.models.shop_conduct import ShopConduct
from platform_core.compliance.models.supplier import Supplier
from platform_core.compliance.models.supplier_event import SupplierEvent
from platform_core.compliance.models.supply_link import SupplyLink

__all__ = [
    "Appeal",
    "CodeMeeting",
    "CodePrint",
    "Document",
    "Finding",
    "LotMark",
    "PlatformRecall",
    "PriceMark",
    "PrintEpoch",
    "PrintTally",
    "Proposal",
    "PurchaseMark",
    "RecallShop",
    "ReleasedSpan",
    "Restriction",
    "SaleAllowance",
    "ScreenedLot",
    "ShopConduct",
    "Supplier",
    "SupplierEvent",
    "SupplyLink",
]
