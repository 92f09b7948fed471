"""A stand-in for a payment institution's cashier. Has no database: the signed request travels in the address."""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import Any

import httpx
import orjson
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from platform_core.kernel.money import format_money
from tenants.payments.gateways.sandbox import SALT, is_signed, signed_headers
from tenants.payments.simulator import memory

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
    if mode != "cancel":
        amount = int(asked["amount"]) - (1 if mode == "wrong_amount" else 0)
        provider_id = memory.note_paid(asked["account"], asked, amount)
        if provider_id is None:
            return HttpResponseRedirect(asked["return_url"])
        body = orjson.dumps(
            {"number": asked["number"], "provider_id": provider_id, "amount": amount, "currency": asked["currency"]}
        )
        for _ in range({"pay_twice": 2, "lost": 0}.get(mode, 1)):
            threading.Thread(target=notify, args=(asked["account"], asked["host"], body), daemon=True).start()
    return HttpResponseRedirect(asked["return_url"])


@csrf_exempt
@require_POST
def api(request: HttpRequest) -> HttpResponse:
    """What a shop asks of its institution, signed by it: query, close, refund, split, unsplit, bill."""
    try:
        wanted = orjson.loads(request.body)
        account, verb = str(wanted["account"]), str(wanted["verb"])
        if not is_signed(account, request.body, request.headers):
            return JsonResponse({"reason": "signature"}, status=401)
        return _answer(account, verb, wanted)
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"reason": "form"}, status=400)


def _answer(account: str, verb: str, wanted: dict[str, Any]) -> HttpResponse:
    number = str(wanted.get("number", ""))
    if verb == "query":
        return JsonResponse(memory.state_of(account, number) or {"state": "open"})
    if verb == "bill":
        return JsonResponse({"lines": memory.bill(account, dt.date.fromisoformat(wanted["day"]))})
    if verb == "close":
        done = "closed" if memory.close(account, number) else None
    elif verb == "refund":
        done = memory.note_part(account, number, str(wanted["refund_number"]), int(wanted["refund_amount"]))
    elif verb in {"split", "unsplit"}:
        done = memory.note_part(account, number, str(wanted["split_number"]), int(wanted["split_amount"]))
    else:
        return JsonResponse({"reason": "verb"}, status=400)
    if done is None:
        return JsonResponse({"reason": "not_possible"}, status=409)
    return JsonResponse({"state": "succeeded", "provider_id": done})


def notify(account: str, host: str, body: bytes) -> bool:
    """POST the signed notice to the shop over real HTTP until it answers "success".

    Returns:
        Whether it did.
    """
    address = f"http://127.0.0.1:{settings.KAQUAN_PORT}/payments/notify/sandbox"
    for attempt in range(TRIES):
        headers = {"Host": host, **signed_headers(account, body)}
        try:
            answer = httpx.post(address, content=body, headers=headers, timeout=10, trust_env=False)
            if answer.status_code == 200 and answer.text.strip() == "success":
                return True
        except httpx.HTTPError:
            pass
        time.sleep(PAUSE * (attempt + 1))
    return False
