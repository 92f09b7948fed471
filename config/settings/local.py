"""One machine: the embedded default that ``manage.py up`` starts."""

from config.env import env
from config.settings.base import *  # noqa: F403

# A platform that only this machine can reach is somebody's own.
KAQUAN_LOCAL_RECEIVERS = env().platform_host.endswith(".localhost")
KAQUAN_SANDBOX_PAYMENTS = KAQUAN_LOCAL_RECEIVERS
KAQUAN_LOCAL_OUTBOX = KAQUAN_LOCAL_RECEIVERS
# What only this machine can reach is tried with the demo's passwords; said on the pages, and asked for with 1.
KAQUAN_REQUIRE_SECOND_FACTOR = env().require_second_factor == "1" or not (
    KAQUAN_LOCAL_RECEIVERS or env().require_second_factor == "0"
)
# As much of its staff: strangers never reach such a platform, and nothing turns this off elsewhere.
KAQUAN_REQUIRE_STAFF_FACTOR = KAQUAN_REQUIRE_SECOND_FACTOR or not KAQUAN_LOCAL_RECEIVERS
# The same here: what only this machine can reach sells to nobody.
KAQUAN_REQUIRE_QUALIFICATION = env().require_qualification == "1" or not (
    KAQUAN_LOCAL_RECEIVERS or env().require_qualification == "0"
)
KAQUAN_BILLING = env().billing or ("sandbox" if KAQUAN_LOCAL_RECEIVERS else "off")
