from tenants.orders.models.abnormal_case import AbnormalCase
from tenants.orders.models.case_note import CaseNote
from tenants.orders.models.kept_buyer import KeptBuyer
from tenants.orders.models.line_look import LineLook
from tenants.orders.models.order import Order
from tenants.orders.models.order_line import OrderLine
from tenants.orders.models.order_note import OrderNote
from tenants.orders.models.recall import Recall
from tenants.orders.models.recall_notice import RecallNotice
from tenants.orders.models.replaced_code import ReplacedCode

__all__ = [
    "AbnormalCase",
    "CaseNote",
    "KeptBuyer",
    "LineLook",
    "Order",
    "OrderLine",
    "OrderNote",
    "Recall",
    "RecallNotice",
    "ReplacedCode",
]
