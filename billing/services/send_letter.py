from __future__ import annotations

import datetime as dt
import logging
import uuid
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from billing.enums import Letter
from billing.letter_words import words_of
from billing.letters import Due, shop_moment
from billing.models import Subscription
from billing.selectors import find_account, find_cure
from platform_core.entitlements.plans import PLANS
from platform_core.identity.selectors import list_owner_addresses
from platform_core.kernel.ids import new_id
from platform_core.kernel.money import format_money
from platform_core.messaging.errors import MailAddressInvalid
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy import directory
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.enums import TenantState
from platform_core.tenancy.reference import TenantRef

logger = logging.getLogger(__name__)
TEMPLATE: Final = "billing/mail/letter"
SENDER: Final = "Kaquan 卡券"
PAGE: Final = "/console/settings/billing"
# Who writes it first sends it; who comes at the same time waits for the other's commit and finds the row.
NOTE: Final = """
INSERT INTO public.billing_sentletter (id, tenant_id, letter, cycle, at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (tenant_id, letter, cycle) DO NOTHING
"""


def send_letter(*, subscription: Subscription, due: Due, now: dt.datetime) -> bool:
    """Write to the owners of a shop, and to where its bills go, once a cycle: noted in the transaction that queues the mails.

    Returns:
        False when it was sent before, or the shop is closed.
    """
    with platform_context(), transaction.atomic():
        tenant = directory.find_by_id(subscription.tenant_id)
        if tenant is None or tenant.state == TenantState.ARCHIVED:
            return False
        with connection.cursor() as cursor:
            cursor.execute(NOTE, [new_id(), tenant.id, due.letter.value, due.cycle, now])
            if not cursor.rowcount:
                return False
        account = find_account(tenant.id)
        readers = [*list_owner_addresses(tenant.id), *([account.mail_to] if account and account.mail_to else [])]
        language = tenant.language or settings.LANGUAGE_CODE
        facts = _facts(subscription, due, tenant, language)
        with tenant_context(tenant):
            for address in {reader.casefold(): reader for reader in readers}.values():
                _queue(tenant, address, language, facts, now)
    return True


def _queue(tenant: TenantRef, address: str, language: str, facts: dict[str, Any], now: dt.datetime) -> None:
    try:
        queue_mail(
            owner_id=tenant.id,
            to=address,
            sender=SENDER,
            template=TEMPLATE,
            language=language,
            facts=facts,
            now=now,
        )
    except MailAddressInvalid:
        logger.warning("a letter of %s has a reader without a mail address", tenant.slug)


def _facts(subscription: Subscription, due: Due, tenant: TenantRef, language: str) -> dict[str, Any]:
    invoice, zone = due.invoice, tenant.time_zone
    plan = PLANS.get(subscription.plan)
    ends = subscription.cancel_at or subscription.trial_ends_at
    told = {
        "shop": tenant.name,
        "plan": plan.name_in(language) if plan else subscription.plan,
        "days": due.days,
        "because": find_cure(uuid.UUID(due.cycle)) if due.letter == Letter.REINSTATED else "",
        "ends": shop_moment(ends, zone),
        "read_only": shop_moment(due.read_only_at, zone),
        "suspended": shop_moment(due.suspended_at, zone),
        "amount": format_money(invoice.amount_remaining, invoice.currency) if invoice else "",
        "number": (invoice.number or invoice.remote_id) if invoice else "",
        "refusal": invoice.refusal if invoice else "",
        "next_attempt": shop_moment(invoice.next_attempt_at, zone) if invoice else "",
        "due": shop_moment(invoice.due_at, zone) if invoice else "",
    }
    with translation.override(language):
        words = words_of(due.letter, told)
    return {
        "subject": words.subject,
        "paragraphs": words.paragraphs,
        "action": words.action,
        "link": shop_url(tenant.host, PAGE),
        "pay_link": invoice.hosted_url if invoice else "",
    }
