from __future__ import annotations

from platform_core.entitlements.errors import SubscriptionInactive
from platform_core.tenancy.own_rights import current_rights, upgrade_url


def check_standing(*, to_sell: bool = False) -> None:
    """May the current shop put up anything new, as far as its subscription is concerned? Without a plan it may, always.

    What lets it pass may be five seconds old; what refuses it is read at this moment, so who paid goes on at once.

    Args:
        to_sell: is something sold or issued, rather than put up? That goes on while a shop is only read-only.

    Raises:
        SubscriptionInactive
    """
    for fresh in (False, True):
        rights = current_rights(fresh=fresh)
        if rights.sells if to_sell else rights.lists:
            return
    raise SubscriptionInactive(standing=rights.standing.value, upgrade_url=upgrade_url())
