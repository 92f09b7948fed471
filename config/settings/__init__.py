"""Settings of the chosen environment (``KAQUAN_ENVIRONMENT``: local, test or production)."""

from config.env import env

if env().environment == "production":
    from config.settings.production import *  # noqa: F403
elif env().environment == "test":
    from config.settings.test import *  # noqa: F403
else:
    from config.settings.local import *  # noqa: F403

# Whoever has settings sends messages: without an app of Celery's they would go nowhere.
from config.celery_app import app as celery_app  # noqa: F401
