"""Domains of the shop's own: claimed, proven by DNS, one of them the main one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy import directory
from platform_core.tenancy.cache import count_up
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.domain_names import record_of, shown
from platform_core.tenancy.enums import DomainState
from platform_core.tenancy.errors import DomainRefused
from platform_core.tenancy.selectors import list_domain_claims, list_domains
from platform_core.tenancy.services.check_domain import check_domain
from platform_core.tenancy.services.choose_domain import choose_domain
from platform_core.tenancy.services.claim_domain import claim_domain
from platform_core.tenancy.services.remove_domain import remove_domain
from tenants.access.powers import Power
from tenants.console.staff import note, staff_only

PER_MINUTE = 10  # looks by hand
REASONS = {
    "invalid": gettext_lazy("请填写完整的域名，例如 shop.example.com。"),
    "address": gettext_lazy("请填写域名，不能是 IP 地址。"),
    "platform": gettext_lazy("这是平台自己的域名。"),
    "suffix": gettext_lazy("这是公共后缀或不存在的后缀，请填写您注册的域名。"),
    "taken": gettext_lazy("这个域名已由其他店铺验证。如果它现在归您，请等对方的验证记录失效后再添加。"),
    "exists": gettext_lazy("这个域名已经添加过了。"),
    "too_many": gettext_lazy("域名数量已达上限。"),
}
TONES = {DomainState.PENDING: "", DomainState.VERIFIED: "green", DomainState.FAILED: "red"}


@staff_only(Power.SETTINGS_EDIT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every domain, what to write into its DNS, and how far it is."""
    return _page(request)


def _page(request: HttpRequest, refused: str = "", typed: str = "") -> HttpResponse:
    tenant = current_tenant()
    routed = {row.domain: row for row in list_domains(tenant.id)}
    claims = [
        {
            "claim": claim,
            "readable": shown(claim.domain),
            "record": record_of(claim.domain),
            "row": routed.get(claim.domain),
            "tone": "amber" if claim.missing_since else TONES[DomainState(claim.state)],
        }
        for claim in list_domain_claims(tenant.id)
    ]
    host = directory.shop_host(tenant.slug)
    context = {"claims": claims, "own": routed.get(host), "host": host, "refused": refused, "typed": typed}
    return render(request, "console/settings/domains.html", context, status=422 if refused else 200)


@staff_only(Power.SETTINGS_EDIT)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Claim one."""
    typed = request.POST.get("domain", "")[:300]
    try:
        claim = claim_domain(tenant=current_tenant(), domain=typed, now=now())
    except DomainRefused as problem:
        return _page(request, str(REASONS[problem.data["reason"]]), typed)
    note(request, domain=claim.domain)
    messages.success(request, _("已添加。请按下面的说明添加 TXT 记录，我们会自动检查。"))
    return redirect("console:settings_domains")


def _mine(claim_id: uuid.UUID) -> None:
    if all(claim.id != claim_id for claim in list_domain_claims(current_tenant().id)):
        raise Http404


@staff_only(Power.SETTINGS_EDIT)
@require_POST
def check(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Look for its proof now."""
    _mine(claim_id)
    if count_up("domain-checks", window=60) > PER_MINUTE:
        messages.error(request, _("检查得太频繁，请一分钟后再试。"))
        return redirect("console:settings_domains")
    try:
        claim = check_domain(claim_id=claim_id, now=now())
    except RecordNotFound as error:
        raise Http404 from error
    if claim.elsewhere:
        messages.error(request, _("找到了验证记录，但这个域名仍由其他店铺使用，对方的记录失效后会自动转给您。"))
    elif claim.state == DomainState.VERIFIED and claim.missing_since is None:
        messages.success(request, _("%(domain)s 已验证。") % {"domain": claim.domain})
    else:
        messages.warning(request, _("还没有查到验证记录。DNS 生效可能要几分钟到几小时，我们会继续自动检查。"))
    return redirect("console:settings_domains")


@staff_only(Power.SETTINGS_EDIT)
@require_POST
def choose(request: HttpRequest, domain_id: uuid.UUID) -> HttpResponse:
    """Make one the main one."""
    try:
        chosen = choose_domain(tenant=current_tenant(), domain_id=domain_id)
    except RecordNotFound as error:
        raise Http404 from error
    note(request, domain=chosen.domain)
    messages.success(request, _("主域名已设为 %(domain)s，其他域名会跳转到它。") % {"domain": chosen.domain})
    return redirect("console:settings_domains")


@staff_only(Power.SETTINGS_EDIT)
@require_POST
def remove(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Give one up."""
    try:
        remove_domain(tenant=current_tenant(), claim_id=claim_id)
    except RecordNotFound as error:
        raise Http404 from error
    messages.success(request, _("已移除。再次添加需要重新验证。"))
    return redirect("console:settings_domains")
