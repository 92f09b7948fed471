"""WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
gc.disable()  # while all is loaded, of which nothing is garbage: a tenth of the time
django_application = get_wsgi_application()  # from here on Django is set up

from django.urls import get_resolver  # noqa: E402

from merchant_api.throttling.turnstile import Turnstile  # noqa: E402
from merchant_api.waiting import ROOM  # noqa: E402
from platform_core.tenancy.middleware import URLCONFS  # noqa: E402

application = Turnstile(django_application)

# All pages are loaded now, not by the first request for one of them. What is loaded stays, so the garbage collector need
# not walk it again and again: 150 ms each time, with a request waiting.
for urlconf in URLCONFS.values():
    _ = get_resolver(urlconf).url_patterns
gc.enable()
gc.collect()
gc.freeze()


def begin() -> Turnstile:
    """The application, in the main thread of a process that is to serve; it may have been forked after all was loaded."""
    ROOM.listen_for_the_end()
    return application
