from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from billing.engines import is_billing_on
from billing.enums import Letter
from billing.letters import OLD, Due, due_of_invoice, due_of_subscription
from billing.locks import find_subscription_locked
from billing.models import Invoice, Subscription
from billing.selectors import (
    list_open_invoices,
    list_reinstated,
    list_sent_letters,
    list_subscriptions_of,
    list_subscriptions_to_tend,
)
from billing.services.send_letter import send_letter
from billing.services.settle_standing import settle_standing
from billing.standing import FOREVER, facts_of, stand_at
from platform_core.entitlements.enums import Standing
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context

logger = logging.getLogger(__name__)
CLOCK: Final = "clock"


def tend_subscriptions(*, now: dt.datetime) -> int:
    """Bring up to date what time alone changes: how merchants stand, plans that they have paid for to the end of, and letters.

    Looks at those alone who go down the stairs, try, end, or have an open bill. Run twice or late it does the same once. One merchant
    in trouble holds nobody else up.

    Returns:
        How many letters were written and standings changed.
    """
    if not is_billing_on():
        return _let_go(now)
    done = 0
    with platform_context():
        _count_again(now)
        tended = {each.tenant_id: each for each in list_subscriptions_to_tend(now)}
        invoices: dict[uuid.UUID, list[Invoice]] = defaultdict(list)
        for invoice in list_open_invoices():
            invoices[invoice.tenant_id].append(invoice)
        reinstated = list_reinstated(now - OLD)
        missing = (invoices.keys() | reinstated.keys()) - tended.keys()
        tended |= {each.tenant_id: each for each in list_subscriptions_of(missing)} if missing else {}
        sent = list_sent_letters(tended) if tended else set()
        for tenant_id, subscription in tended.items():
            try:
                settled, changed = _settle(subscription, now)
                due = _due(settled, invoices[tenant_id], reinstated.get(tenant_id), now)
                fresh = [each for each in due if (tenant_id, each.letter.value, each.cycle) not in sent]
                done += changed + sum(send_letter(subscription=settled, due=each, now=now) for each in fresh)
            except Exception:  # it is tried again in a minute; the others are not held up
                logger.exception("subscription of %s not tended", subscription.tenant_role)
    return done


def _count_again(now: dt.datetime) -> None:
    """Charging began again: what fell due while nobody could pay counts from now on, so that nobody falls several stairs at once."""
    Subscription.objects.filter(spared_until=FOREVER).update(spared_until=now)


def _let_go(now: dt.datetime) -> int:
    """Where nobody is charged any more nobody stays down. Returns how many did."""
    with platform_context():
        Subscription.objects.exclude(spared_until=FOREVER).update(spared_until=FOREVER)
        down = list(Subscription.objects.exclude(standing=Standing.ACTIVE).values_list("tenant_id", flat=True))
        for tenant_id in down:
            with transaction.atomic():
                if (subscription := find_subscription_locked(tenant_id)) is not None:
                    settle_standing(subscription=subscription, by=CLOCK, now=now)
    return len(down)


def _settle(seen: Subscription, now: dt.datetime) -> tuple[Subscription, bool]:
    """The subscription as it stands now; whether that changed just here."""
    if not _is_behind(seen, now):
        return seen, False
    with transaction.atomic():
        subscription = find_subscription_locked(seen.tenant_id)
        if subscription is None or not _is_behind(subscription, now):
            return subscription or seen, False
        if _is_held_over(subscription, now):
            subscription.held_plan, subscription.held_until = "", None
        settle_standing(subscription=subscription, by=CLOCK, now=now)
    return subscription, True


def _is_behind(subscription: Subscription, now: dt.datetime) -> bool:
    stand = stand_at(facts_of(subscription), now)
    return stand.standing != subscription.standing or _is_held_over(subscription, now)


def _is_held_over(subscription: Subscription, now: dt.datetime) -> bool:
    return bool(subscription.held_plan) and subscription.held_until is not None and subscription.held_until <= now


def _due(
    subscription: Subscription, invoices: Sequence[Invoice], step: uuid.UUID | None, now: dt.datetime
) -> list[Due]:
    due = due_of_subscription(subscription, stand_at(facts_of(subscription), now), now)
    tenant = directory.find_by_id(subscription.tenant_id)
    zone = tenant.time_zone if tenant else "UTC"
    about = [due_of_invoice(invoice, subscription, zone, now) for invoice in invoices]
    due += [each for each in about if each is not None]
    if step is not None and subscription.standing == "active":
        due.append(Due(Letter.REINSTATED, step.hex))
    return due
