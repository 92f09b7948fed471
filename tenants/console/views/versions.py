from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from platform_core.kernel.clock import now
from platform_core.tenancy.addresses import api_url
from tenants.access.api_versions import ApiVersion, list_api_versions, list_changes_between
from tenants.access.authenticate import forget_keys
from tenants.access.powers import Power
from tenants.access.selectors import find_api_version_pin
from tenants.access.services.change_api_version import change_api_version
from tenants.console.staff import actor, staff_only

UNDONE_WITHIN = dt.timedelta(days=3)


@staff_only(Power.KEYS_EDIT)
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Which version of the API the shop's calls are made in; with ``to``, what another one would change, to confirm."""
    versions = list_api_versions()
    if request.method == "POST":
        return _change(request, _answered(versions, request.POST.get("version", "")))
    pin = find_api_version_pin()
    pinned = next((each for each in versions if pin is not None and each.name == pin.version), None)
    context = {"pinned": pinned, "api_url": api_url("")}
    wanted = request.GET.get("to")
    if wanted is not None:
        chosen = _answered(versions, wanted)
        changes = list_changes_between(versions, chosen.name, pinned.name) if pinned else []
        newer = pinned is None or chosen.name > pinned.name
        return render(
            request, "console/version_change.html", {**context, "chosen": chosen, "changes": changes, "newer": newer}
        )
    may_undo = pin is not None and pin.previous is not None and now() - pin.pinned_at < UNDONE_WITHIN
    before = next((each for each in versions if may_undo and pin and each.name == pin.previous), None)
    undo = before if before is not None and before.state != "removed" else None
    return render(request, "console/versions.html", {**context, "versions": versions, "pin": pin, "undo": undo})


def _change(request: HttpRequest, chosen: ApiVersion) -> HttpResponse:
    if change_api_version(version=chosen.name, by=actor(request), now=now()):
        forget_keys()
        messages.success(request, _("接口版本已改为 %(version)s，5 秒内对所有调用生效。") % {"version": chosen.name})
    return redirect("console:api_version")


def _answered(versions: list[ApiVersion], name: str) -> ApiVersion:
    """A version that calls may be made in."""
    found = next((each for each in versions if each.name == name and each.state != "removed"), None)
    if found is None:
        raise Http404
    return found
