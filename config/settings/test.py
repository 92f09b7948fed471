"""The test-suite: real PostgreSQL and Valkey, cheap passwords, no wake-ups to a worker that is not there."""

from config.settings.base import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = False
AXES_ENABLED = False
KAQUAN_SHARED_PAGE_SECONDS = 0
# Straight from the apps, under their own names; `tests/runtime` has those of `up`.
STATIC_ROOT = None
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
# Found when it is asked for: listing all files, for each client of each test, would take longer than most tests.
WHITENOISE_AUTOREFRESH = True
KAQUAN_READ_AHEAD = False  # other threads do not see what a test has not committed
KAQUAN_VIEW_SECONDS = 0
KAQUAN_REQUEST_LOG_SECONDS = 0  # no thread: tests flush
# Stocking a twin takes a quarter of a second; the few tests that want it ask for the fixture `stocked_twins`.
KAQUAN_TWIN_STEPS = []
KAQUAN_LOCAL_RECEIVERS = True
KAQUAN_SANDBOX_PAYMENTS = True
KAQUAN_LOCAL_OUTBOX = True
KAQUAN_REQUIRE_SECOND_FACTOR = False  # the tests of it turn it on
KAQUAN_REQUIRE_STAFF_FACTOR = False  # as well
KAQUAN_REQUIRE_QUALIFICATION = False  # the tests of it turn it on
