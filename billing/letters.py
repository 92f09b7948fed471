"""Which letters are due: pure, from what a subscription and its bills say and the time. Each has a cycle, within which it goes once."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from billing.enums import Collection, InvoiceStatus, Letter, SubscriptionStatus
from billing.models import Invoice, Subscription
from billing.standing import DEBT, ENDED, OVER, TRIAL, Stand, Way, facts_of, find_worst, ways_of
from platform_core.entitlements.enums import Standing
from platform_core.kernel.clock import local_date

DAY: Final = dt.timedelta(days=1)
TRIAL_DAYS: Final = (1, 3)  # before it ends; whoever is looked at late gets the later letter alone
ENDING_DAYS: Final = 3
GRACE_DAYS: Final = 2
INVOICE_DAYS: Final = 3
OLD: Final = 7 * DAY  # what happened longer ago is no news
STARTING: Final = frozenset({SubscriptionStatus.INCOMPLETE, SubscriptionStatus.INCOMPLETE_EXPIRED})


class Due(NamedTuple):
    """A letter that is due.

    Args:
        days: how many are left, where the letter says so; -1: it is over.
        read_only_at, suspended_at: where it leads to when nothing is done.
    """

    letter: Letter
    cycle: str
    days: int = 0
    read_only_at: dt.datetime | None = None
    suspended_at: dt.datetime | None = None
    invoice: Invoice | None = None


def way_of(subscription: Subscription, now: dt.datetime) -> Way:
    """Down which way a merchant goes that does not stand well; its beginning is the same whenever it is asked."""
    since = subscription.standing_since
    return find_worst(ways_of(facts_of(subscription), since), now) or Way(since, DEBT)


def due_of_subscription(subscription: Subscription, stand: Stand, now: dt.datetime) -> list[Due]:
    """Letters about how a merchant stands, and about ends that are in sight."""
    found = _ends_in_sight(subscription, stand, now)
    if stand.standing == Standing.ACTIVE:
        return found
    way = way_of(subscription, now)
    cycle, ends = _moment(way.since), (way.read_only_at, way.suspended_at)
    if stand.standing == Standing.GRACE:
        if way.stairs == TRIAL:
            found.append(Due(Letter.TRIAL_OVER, cycle, 0, *ends))
        if way.read_only_at - GRACE_DAYS * DAY <= now:
            found.append(Due(Letter.GRACE_ENDING, cycle, _days_until(way.read_only_at, now), *ends))
    elif now - subscription.standing_since < OLD:
        letter = Letter.READ_ONLY if stand.standing == Standing.READ_ONLY else Letter.SUSPENDED
        found.append(Due(letter, cycle, 0, *ends))
    return found


def _ends_in_sight(subscription: Subscription, stand: Stand, now: dt.datetime) -> list[Due]:
    ends = subscription.trial_ends_at
    if subscription.is_trial and ends is not None and now < ends:
        days = next((days for days in TRIAL_DAYS if ends - days * DAY <= now), None)
        if days is not None:
            way = Way(ends, TRIAL)
            return [
                Due(
                    Letter.TRIAL_ENDING,
                    f"{_moment(ends)}:{days}",
                    _days_until(ends, now),
                    way.read_only_at,
                    way.suspended_at,
                )
            ]
    ends = subscription.cancel_at
    if ends is not None and now < ends and subscription.status not in OVER:
        stage = "soon" if ends - ENDING_DAYS * DAY <= now else "set"
        way = Way(ends, ENDED)
        return [
            Due(
                Letter.ENDING,
                f"{_moment(ends)}:{stage}",
                _days_until(ends, now),
                way.read_only_at,
                way.suspended_at,
            )
        ]
    return []


def due_of_invoice(invoice: Invoice, subscription: Subscription, zone: str, now: dt.datetime) -> Due | None:
    """The letter about an open bill that is due now; None: there is none.

    Args:
        zone: of the shop: a bill is due on a day of its own calendar.
    """
    if invoice.status != InvoiceStatus.OPEN or invoice.amount_remaining <= 0 or subscription.status in STARTING:
        return None
    since = invoice.due_at or invoice.issued_at or invoice.created_at
    if invoice.collection == Collection.AUTOMATIC:
        if not invoice.attempts or now - since > DEBT.suspended:
            return None
        way = Way(subscription.unpaid_since or since, DEBT).put_off(subscription.spared_until)
        cycle = f"{invoice.id.hex}:{invoice.attempts}"
        return Due(Letter.PAYMENT_FAILED, cycle, 0, way.read_only_at, way.suspended_at, invoice)
    if invoice.due_at is None:
        return None
    left = (local_date(invoice.due_at, zone) - local_date(now, zone)).days
    way = Way(invoice.due_at, DEBT).put_off(subscription.spared_until)
    if now >= invoice.due_at:
        stage = -1 if now - invoice.due_at < OLD else None
    else:
        stage = 0 if left <= 0 else INVOICE_DAYS if left <= INVOICE_DAYS else None
    if stage is None:
        return None
    return Due(
        Letter.INVOICE_DUE, f"{invoice.id.hex}:{stage}", min(stage, left), way.read_only_at, way.suspended_at, invoice
    )


def _moment(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%S}"


def _days_until(moment: dt.datetime, now: dt.datetime) -> int:
    """Days, begun ones too."""
    return max(-(-(moment - now) // DAY), 0)


def shop_moment(moment: dt.datetime | None, zone: str) -> str:
    """A moment by the clock of a shop, which it names: a letter is read anywhere."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    hours = f"{local:%z}"
    return f"{local:%Y-%m-%d %H:%M} (UTC{hours[:3]}:{hours[3:]})"
