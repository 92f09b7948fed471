"""The platform's one address for what Stripe tells of all connected accounts."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from tenants.orders.services.settle_connected import settle_connected
from tenants.payments.errors import GatewayRefused, GatewayUnavailable, NoticeForged

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def notify(request: HttpRequest) -> HttpResponse:
    """Stripe reports something. What is stored, or is none of ours, is answered as received."""
    if not settings.KAQUAN_STRIPE_WEBHOOK_SECRETS:
        raise Http404
    try:
        settle_connected(body=request.body, signature=request.headers.get("Stripe-Signature", ""), now=now())
    except RecordNotFound:
        return HttpResponse("unknown account", status=404, content_type="text/plain")
    except NoticeForged as error:
        logger.warning("forged event of a connected account: %s", error.data.get("reason"))
        return HttpResponse("fail", status=400, content_type="text/plain")
    except (GatewayUnavailable, GatewayRefused) as error:
        logger.warning("event cannot be checked now: %s %s", error.code, error.data.get("reason"))
        return HttpResponse("later", status=503, content_type="text/plain")  # it is told again
    return HttpResponse("received", content_type="text/plain")
