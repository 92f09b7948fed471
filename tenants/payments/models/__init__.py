from tenants.payments.models.balance_entry import BalanceEntry
from tenants.payments.models.balance_top_up import BalanceTopUp
from tenants.payments.models.buyer_balance import BuyerBalance
from tenants.payments.models.gateway_account import GatewayAccount
from tenants.payments.models.gateway_notice import GatewayNotice
from tenants.payments.models.gateway_refund import GatewayRefund
from tenants.payments.models.payment import Payment
from tenants.payments.models.payment_split import PaymentSplit
from tenants.payments.models.supplier_receiver import SupplierReceiver

__all__ = [
    "BalanceEntry",
    "BalanceTopUp",
    "BuyerBalance",
    "GatewayAccount",
    "GatewayNotice",
    "GatewayRefund",
    "Payment",
    "PaymentSplit",
    "SupplierReceiver",
]
