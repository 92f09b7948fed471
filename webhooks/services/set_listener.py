from __future__ import annotations

from platform_core.events.models import Listener
from webhooks.endpoint_settings import listener_patterns
from webhooks.enums import EndpointStatus
from webhooks.selectors import list_endpoints


def set_listener(*, listener: Listener) -> None:
    """Have events written into the outbox for the types that the endpoints of the current shop want, and for no others.

    Args:
        listener: locked by who changed an endpoint in this transaction.
    """
    wanted = list_endpoints().exclude(status=EndpointStatus.DISABLED).values_list("event_types", flat=True)
    listener.patterns = listener_patterns(sorted({each for types in wanted for each in types}))
    listener.save(update_fields=["patterns"])
