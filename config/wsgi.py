"""WSGI entry point."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

if threading.current_thread() is threading.main_thread():  # only there can signals be listened for
    from merchant_api.waiting import ROOM

    ROOM.listen_for_the_end()
