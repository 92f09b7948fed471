"""With what somebody logs in: their second factors and recovery codes."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.identity.models import SecondFactor, User
from platform_core.identity.selectors import get_recovery_codes_left, list_factors
from platform_core.identity.services.remove_factor import remove_factor
from platform_core.identity.services.rename_factor import rename_factor
from platform_core.identity.services.replace_recovery_codes import replace_recovery_codes
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.site.marks import PROVEN, find_kept, keep, next_of, take_kept
from platform_core.site.views.account import user_id_of
from platform_core.site.views.confirming import SECURITY, confirmed, proven
from platform_core.site.views.factor_setup import CODES


@proven
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What there is, and what is missing."""
    user_id = user_id_of(request)
    context = {
        "factors": list_factors(user_id),
        "codes_left": get_recovery_codes_left(user_id),
        "required": settings.KAQUAN_REQUIRE_SECOND_FACTOR,
    }
    return render(request, "site/security.html", context)


@proven
@require_POST
def rename(request: HttpRequest, factor_id: uuid.UUID) -> HttpResponse:
    """Another name for a factor."""
    try:
        rename_factor(user_id=user_id_of(request), factor_id=factor_id, name=request.POST.get("name", ""))
    except RecordNotFound as error:
        raise Http404 from error
    messages.success(request, _("已改名。"))
    return redirect(SECURITY)


@confirmed
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, factor_id: uuid.UUID) -> HttpResponse:
    """Take a factor away, after a page that says what follows."""
    factors = list_factors(user_id_of(request))
    factor: SecondFactor | None = next((each for each in factors if each.id == factor_id), None)
    if factor is None:
        raise Http404
    if request.method == "GET":
        context = {"factor": factor, "last": len(factors) == 1, "required": settings.KAQUAN_REQUIRE_SECOND_FACTOR}
        return render(request, "site/factor_remove.html", context)
    try:
        remove_factor(user_id=user_id_of(request), factor_id=factor_id, now=now())
    except RecordNotFound as error:
        raise Http404 from error
    if len(factors) == 1:
        request.session.pop(PROVEN, None)
    messages.success(request, _("已移除“%(name)s”。") % {"name": factor.name})
    return redirect(SECURITY)


@confirmed
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes; the old ones are void."""
    user_id = user_id_of(request)
    if not list_factors(user_id):
        raise Http404
    keep(request, CODES, replace_recovery_codes(user_id=user_id, now=now()), now())
    return redirect("/account/recovery-codes")


@proven
@require_http_methods(["GET", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes that were just made, until they are said to be kept."""
    then = next_of(request, SECURITY)
    if request.method == "POST":
        take_kept(request, CODES, now())
        return redirect(then)
    fresh = find_kept(request, CODES, now())
    if fresh is None:
        return redirect(then)
    return render(request, "site/recovery_codes.html", {"codes": fresh, "next": then})


@proven
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The same, as a file."""
    fresh = find_kept(request, CODES, now())
    if fresh is None:
        raise Http404
    email = User.objects.values_list("email", flat=True).get(pk=user_id_of(request))
    lines = [_("卡券 Kaquan 恢复码"), email, f"{now():%Y-%m-%d}", "", *fresh, "", _("每个只能用一次。请离线保存。")]
    name = 'attachment; filename="kaquan-recovery-codes.txt"'
    text = "\r\n".join(lines) + "\r\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": name})
