from __future__ import annotations

from platform_core.kernel.errors import RecordNotFound
from tenants.payments.gateways.base import Gateway
from tenants.payments.gateways.sandbox import SandboxGateway

_GATEWAYS: dict[str, Gateway] = {gateway.name: gateway for gateway in (SandboxGateway(),)}


def get_gateway(name: str) -> Gateway:
    """The gateway of this name.

    Raises:
        RecordNotFound
    """
    try:
        return _GATEWAYS[name]
    except KeyError as error:
        raise RecordNotFound(gateway=name[:20]) from error
