"""What the proxy in front of the platform asks before it gets a certificate for a name (on-demand TLS)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from platform_core.tenancy import directory
from platform_core.tenancy.middleware import HOST


@require_safe
def allowed(request: HttpRequest) -> HttpResponse:
    """200 for names that answer as a shop, which merchants' own domains do once they are proven; 404 for every other."""
    name = request.GET.get("domain", "").lower()
    known = HOST.match(name) is not None and ":" not in name and directory.find_by_host(name.rstrip(".")) is not None
    return HttpResponse("yes" if known else "no", status=200 if known else 404, content_type="text/plain")
