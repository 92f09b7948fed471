"""What a merchant who did not pay for its subscription may still ask of the API: known with its key, so it costs nothing to know."""

from __future__ import annotations

from platform_core.entitlements.enums import Standing
from platform_core.entitlements.errors import SubscriptionInactive
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.own_rights import current_rights, upgrade_url
from tenants.access.authenticate import Caller


def check_subscription(caller: Caller, *, puts_up: bool) -> None:
    """May this call go on? Of a suspended merchant none may, of a read-only one none that puts up something new.

    Who is refused is looked up at this moment: who paid goes on at once, in live and test mode alike.

    Args:
        puts_up: does the call put up something new, or change what is sold?

    Raises:
        SubscriptionInactive
    """
    refused = {Standing.SUSPENDED, Standing.READ_ONLY} if puts_up else {Standing.SUSPENDED}
    if caller.standing not in refused:
        return
    with tenant_context(caller.live_tenant):
        standing = current_rights(fresh=True).standing
        if standing in refused:
            raise SubscriptionInactive(standing=standing.value, upgrade_url=upgrade_url())
