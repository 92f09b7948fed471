"""Pages of the shop as they would look, inside the back office."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from tenants.catalog.previews import find_preview

View = Callable[..., HttpResponse]


def previewed(view: View) -> View:
    """Show the front that the token of a preview stands for, in a frame of the same host; without a token, the page as ever."""
    framed = xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF]})(view))

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.GET.get("preview")
        if token is None:
            return view(request, *args, **kwargs)
        front = find_preview(token)
        if front is None:
            raise Http404
        request.preview_front = front  # type: ignore[attr-defined]
        response = cast(HttpResponse, framed(request, *args, **kwargs))
        response.headers["Cache-Control"] = "no-store"
        return response

    return shown
