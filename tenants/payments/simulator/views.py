"""A stand-in for a payment institution's cashier. Has no database: the signed request travels in the address."""

from __future__ import annotations

import secrets
import threading
import time

import httpx
import orjson
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from platform_core.kernel.money import format_money
from tenants.payments.gateways.sandbox import SALT, sign_notice

TRIES, PAUSE = 6, 1.5
MODES = {"pay", "pay_twice", "wrong_amount", "lost", "cancel"}


def _request_of(text: str) -> dict[str, str]:
    try:
        asked: dict[str, str] = signing.loads(text, salt=SALT, max_age=3600)
    except signing.BadSignature as error:
        raise Http404 from error
    return asked


@require_GET
def cashier(request: HttpRequest) -> HttpResponse:
    """What is to be paid, to whom; pay or give up."""
    signed = request.GET.get("p", "")
    asked = _request_of(signed)
    amount = format_money(int(asked["amount"]), asked["currency"])
    return render(request, "simulator/cashier.html", {"asked": asked, "amount": amount, "signed": signed})


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """The buyer's decision: tell the shop, as a gateway does, and send the buyer back. Guarded by the signed request."""
    asked = _request_of(request.POST.get("p", ""))
    mode = request.POST.get("mode", "cancel")
    if mode not in MODES:
        raise Http404
    if mode in {"pay", "pay_twice", "wrong_amount"}:
        amount = int(asked["amount"]) - (1 if mode == "wrong_amount" else 0)
        body = orjson.dumps(
            {
                "number": asked["number"],
                "provider_id": f"SBX{secrets.token_hex(10)}",
                "amount": amount,
                "currency": asked["currency"],
            }
        )
        for _ in range(2 if mode == "pay_twice" else 1):
            threading.Thread(target=notify, args=(asked["account"], asked["host"], body), daemon=True).start()
    return HttpResponseRedirect(asked["return_url"])


def notify(account: str, host: str, body: bytes) -> bool:
    """POST the signed notice to the shop over real HTTP until it answers "success".

    Returns:
        Whether it did.
    """
    address = f"http://127.0.0.1:{settings.KAQUAN_PORT}/payments/notify/sandbox"
    for attempt in range(TRIES):
        timestamp = str(int(time.time()))
        headers = {
            "Host": host,
            "Content-Type": "application/json",
            "Sandbox-Timestamp": timestamp,
            "Sandbox-Signature": sign_notice(account, timestamp, body),
        }
        try:
            answer = httpx.post(address, content=body, headers=headers, timeout=10, trust_env=False)
            if answer.status_code == 200 and answer.text.strip() == "success":
                return True
        except httpx.HTTPError:
            pass
        time.sleep(PAUSE * (attempt + 1))
    return False
