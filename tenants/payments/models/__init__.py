from tenants.payments.models.gateway_notice import GatewayNotice
from tenants.payments.models.payment import Payment

__all__ = ["GatewayNotice", "Payment"]
