"""One machine: the embedded default that ``manage.py up`` starts."""

from config.settings.base import *  # noqa: F403
