"""The least that Django can do: a view without middleware, database or template. Served for comparison only."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def empty(request: HttpRequest) -> HttpResponse:
    """Two bytes."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("", empty)]
if not settings.configured:
    settings.configure(ROOT_URLCONF=sys.modules[__name__], ALLOWED_HOSTS=["*"], SECRET_KEY="empty", USE_I18N=False)
application = get_wsgi_application()
