from __future__ import annotations

import datetime as dt

from tenants.payments.enums import NoticeOutcome
from tenants.payments.gateways.base import Notice
from tenants.payments.models import GatewayNotice
from tenants.payments.notices import notice_row


def keep_notice(*, gateway: str, notice: Notice, outcome: NoticeOutcome, now: dt.datetime) -> NoticeOutcome:
    """Keep a verified notice with what came of it, in the caller's transaction.

    Returns:
        The outcome.
    """
    GatewayNotice.objects.create(**notice_row(gateway, notice, outcome, now))
    return outcome
