from tenants.payments.models.gateway_account import GatewayAccount
from tenants.payments.models.gateway_notice import GatewayNotice
from tenants.payments.models.gateway_refund import GatewayRefund
from tenants.payments.models.payment import Payment
from tenants.payments.models.payment_split import PaymentSplit
from tenants.payments.models.supplier_receiver import SupplierReceiver

__all__ = ["GatewayAccount", "GatewayNotice", "GatewayRefund", "Payment", "PaymentSplit", "SupplierReceiver"]
