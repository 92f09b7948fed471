from tenants.issuance.models.bulk_void import BulkVoid
from tenants.issuance.models.bulk_void_item import BulkVoidItem
from tenants.issuance.models.code_history import CodeHistory
from tenants.issuance.models.code_record import CodeRecord
from tenants.issuance.models.issuance import Issuance
from tenants.issuance.models.issuance_batch import IssuanceBatch
from tenants.issuance.models.issuance_batch_item import IssuanceBatchItem
from tenants.issuance.models.issuance_delivery import IssuanceDelivery
from tenants.issuance.models.issuance_history import IssuanceHistory
from tenants.issuance.models.issuance_line import IssuanceLine
from tenants.issuance.models.kept_issuance import KeptIssuance
from tenants.issuance.models.line_inputs import LineInputs
from tenants.issuance.models.month_codes import MonthCodes
from tenants.issuance.models.redemption import Redemption
from tenants.issuance.models.refund import Refund
from tenants.issuance.models.refunded_code import RefundedCode
from tenants.issuance.models.replacement import Replacement
from tenants.issuance.models.reveal import Reveal
from tenants.issuance.models.reveal_count import RevealCount
from tenants.issuance.models.shredding import Shredding

__all__ = [
    "BulkVoid",
    "BulkVoidItem",
    "CodeHistory",
    "CodeRecord",
    "Issuance",
    "IssuanceBatch",
    "IssuanceBatchItem",
    "IssuanceDelivery",
    "IssuanceHistory",
    "IssuanceLine",
    "KeptIssuance",
    "LineInputs",
    "MonthCodes",
    "Redemption",
    "Refund",
    "RefundedCode",
    "Replacement",
    "Reveal",
    "RevealCount",
    "Shredding",
]
