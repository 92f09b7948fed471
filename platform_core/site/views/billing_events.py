"""Where the provider of subscriptions tells what happened. Its word is kept and answered at once; what it means is read later."""

from __future__ import annotations

import logging
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.errors import BillingEventForged
from billing.services.receive_event import receive_event
from platform_core.kernel.clock import now

logger = logging.getLogger(__name__)
LARGEST: Final = 512 * 1024  # an event of Stripe's has some ten kilobytes


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """An event. Without a secret nobody could tell who sent it: then there is no such address."""
    if not settings.KAQUAN_BILLING_WEBHOOK_SECRETS or not settings.KAQUAN_STRIPE_KEY:
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return _answer("too large", 413)
    body = request.body
    try:
        receive_event(body=body, signature=request.headers.get("Stripe-Signature", ""), now=now())
    except BillingEventForged as error:
        logger.warning("forged billing event: %s", error.data.get("reason"))
        return _answer("refused", 400)
    return _answer("received", 200)


def _answer(word: str, status: int) -> HttpResponse:
    return HttpResponse(word, status=status, content_type="text/plain")
