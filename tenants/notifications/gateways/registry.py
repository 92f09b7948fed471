from __future__ import annotations

from platform_core.kernel.errors import RecordNotFound
from tenants.notifications.gateways.aliyun import AliyunSms
from tenants.notifications.gateways.base import SmsGateway
from tenants.notifications.gateways.outbox import OutboxSms
from tenants.notifications.gateways.tencent import TencentSms
from tenants.notifications.gateways.twilio import TwilioSms

_GATEWAYS: dict[str, SmsGateway] = {each.name: each for each in (AliyunSms(), TencentSms(), TwilioSms(), OutboxSms())}


def sms_gateway_names() -> tuple[str, ...]:
    """Gateways at which a merchant may have an account."""
    return tuple(name for name, gateway in _GATEWAYS.items() if gateway.settings_fields)


def get_sms_gateway(name: str) -> SmsGateway:
    """The gateway of this name.

    Raises:
        RecordNotFound
    """
    if name not in _GATEWAYS:
        raise RecordNotFound(gateway=name[:20])
    return _GATEWAYS[name]
