"""WSGI entry point."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()  # from here on Django is set up

from merchant_api.throttling.turnstile import Turnstile  # noqa: E402

application = Turnstile(django_application)

if threading.current_thread() is threading.main_thread():  # only there can signals be listened for
    from merchant_api.waiting import ROOM

    ROOM.listen_for_the_end()
