"""What the billing pages have in common: they are there only where merchants are charged, and say why something was not done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from billing.engines import get_engine, is_billing_on
from billing.enums import Collection
from billing.errors import BillingRefused, BillingUnavailable
from billing.providers.base import Abilities
from platform_core.kernel.errors import DomainError
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.billing_banner import forget_banner
from tenants.console.billing_refusals import refusal_words
from tenants.console.staff import note

HOME: Final = "console:billing"
METHODS: Final[Mapping[str, Sequence[str]]] = {
    Collection.AUTOMATIC: ("card", "alipay"),
    Collection.INVOICE: ("wechat_pay", "alipay", "bank_transfer"),
}


def where_charged(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only where this installation charges its merchants; elsewhere there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_billing_on():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def rights(request: HttpRequest) -> dict[str, bool]:
    """What whoever looks may do, for templates."""
    held = request.powers  # type: ignore[attr-defined]
    return {
        "may_pay": Power.BILLING_PAY in held,
        "may_edit": Power.BILLING_EDIT in held,
        "may_set": Power.SETTINGS_EDIT in held,
    }


def abilities() -> Abilities:
    """What can be done at the provider of this installation; as much as usual where it does not say so now."""
    try:
        return get_engine().abilities()
    except (BillingUnavailable, BillingRefused):
        return Abilities(methods=METHODS, portal=True, coupons=True)


def absolute(name: str, *args: Any) -> str:
    """The full address of a page of this back office, to come back to."""
    return shop_url(current_tenant().host, reverse(f"console:{name}", args=args))


def refused(request: HttpRequest, error: DomainError) -> None:
    """Say why something was not done, on the next page."""
    note(request, refused=error.code)
    messages.error(request, refusal_words(error))


def done(request: HttpRequest, words: str) -> None:
    """Say what was done, on the next page; the line above all pages is made anew."""
    forget_banner(current_tenant().id)
    messages.success(request, words)
