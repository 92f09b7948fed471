from tenants.orders.models.abnormal_case import AbnormalCase
from tenants.orders.models.case_note import CaseNote
from tenants.orders.models.order import Order
from tenants.orders.models.order_line import OrderLine

__all__ = ["AbnormalCase", "CaseNote", "Order", "OrderLine"]
