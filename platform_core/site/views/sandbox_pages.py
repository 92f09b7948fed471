"""Pages on which a merchant pays in the sandbox: subscribe, change the card, look at a bill. No money moves, and they say so.

As with a provider, who has the address may use the page: addresses are signed, and those of sessions end.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from billing.enums import Provider, SandboxCard, SandboxPage
from billing.errors import BillingRefused, SubscriptionStateInvalid
from billing.models import SandboxSession
from billing.providers.sandbox_quotes import quote
from billing.providers.sandbox_sessions import find_bill, find_living, find_session, list_bills
from billing.services.advance_sandbox_time import advance_sandbox_time
from billing.services.choose_sandbox_card import choose_sandbox_card
from billing.services.finish_sandbox_checkout import BY_INVOICE, finish_sandbox_checkout
from billing.services.pay_sandbox_bill import pay_sandbox_bill
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.site.sandbox_words import bill_rows, card_choices, deal_of, living_words, pay_choices, refusal_words
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context

MOST_DAYS = 400


@never_cache
@require_http_methods(["GET", "POST"])
def checkout(request: HttpRequest, token: str) -> HttpResponse:
    """What is subscribed to, what it costs, and with what it is paid."""
    session = _session("checkout", token)
    if session.subscription_id and request.method == "GET":
        return HttpResponseRedirect(session.done_url)
    coupon = request.POST.get("coupon", request.GET.get("coupon", session.coupon))[:64]
    method, error = request.POST.get("method", SandboxCard.GOOD), ""
    if request.method == "POST" and request.POST.get("act") != "coupon":
        if method not in {*SandboxCard.values, BY_INVOICE}:
            raise Http404
        try:
            where = finish_sandbox_checkout(session_id=session.id, method=method, coupon=coupon, now=now())
        except BillingRefused as refused:
            error = refusal_words(str(refused.data.get("reason")))
        except RecordNotFound as gone:
            raise Http404 from gone
        else:
            return HttpResponseRedirect(where)
    asked = quote(session, coupon, now())
    context = {
        "token": token, "session": session, "deal": deal_of(session, asked), "coupon": coupon, "wrong": asked.wrong,
        "methods": card_choices(by_invoice=True), "chosen": method, "error": error,
    }  # fmt: skip
    return render(request, "site/sandbox_checkout.html", context, status=422 if error or asked.wrong else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def portal(request: HttpRequest, token: str) -> HttpResponse:
    """With what is paid, and the bills."""
    session, error = _session("portal", token), ""
    if request.method == "POST":
        card = request.POST.get("method", "")
        if card not in SandboxCard.values:
            raise Http404
        try:
            paid = choose_sandbox_card(customer_id=session.customer_id, card=SandboxCard(card), now=now())
        except BillingRefused as refused:
            error = refusal_words(str(refused.data.get("reason")))
        else:
            messages.success(request, _("付款方式已更换，欠款已付清。") if paid else _("付款方式已更换。"))
            return redirect("sandbox_portal", token=token)
    with platform_context():
        living, bills = find_living(session.customer), list_bills(session.customer)
    context = {
        "token": token, "session": session, "living": living, **living_words(living), "bills": bill_rows(bills),
        "methods": card_choices(by_invoice=False), "chosen": session.customer.card or SandboxCard.GOOD, "error": error,
    }  # fmt: skip
    return render(request, "site/sandbox_portal.html", context, status=422 if error else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def bill(request: HttpRequest, token: str) -> HttpResponse:
    """One bill, and how to pay it."""
    _only_here()
    with platform_context():
        found = find_bill(token, now())
    if found is None:
        raise Http404
    error, method = "", request.POST.get("method", "wechat_pay")
    if request.method == "POST":
        if method not in dict(pay_choices()):
            raise Http404
        try:
            pay_sandbox_bill(invoice_id=found.id, method=method, now=now())
        except BillingRefused as refused:
            error = refusal_words(str(refused.data.get("reason")))
        else:
            messages.success(request, _("已付款，几秒内生效。"))
            return redirect("sandbox_bill", token=token)
    context = {"row": bill_rows([found])[0], "bill": found, "methods": pay_choices(), "chosen": method, "error": error}
    return render(request, "site/sandbox_bill.html", context, status=422 if error else 200)


@require_POST
def go_on(request: HttpRequest, page: str, token: str) -> HttpResponse:
    """Let days go by for this merchant's subscription."""
    if page not in SandboxPage.values:
        raise Http404
    session, days = _session(page, token), request.POST.get("days", "")
    tenant = directory.find_by_id(session.customer.tenant_id)
    if tenant is None or not days.isdigit() or not 0 < int(days[:4]) <= MOST_DAYS:
        messages.error(request, _("请填 1 到 400 之间的天数。"))
        return redirect(f"sandbox_{page}", token=token)
    try:
        advance_sandbox_time(tenant=tenant, days=int(days), by="sandbox", now=now())
    except SubscriptionStateInvalid:
        messages.error(request, _("这家店现在没有可以前进的订阅。"))
    else:
        messages.success(request, _("演示时钟已前进 %(days)s 天。") % {"days": days})
    return redirect(f"sandbox_{page}", token=token)


def _only_here() -> None:
    """Where another collects the money, there are no such pages."""
    if settings.KAQUAN_BILLING != Provider.SANDBOX:
        raise Http404


def _session(page: str, token: str) -> SandboxSession:
    _only_here()
    with platform_context():
        session = find_session(page, token, now())
    if session is None:
        raise Http404
    return session
