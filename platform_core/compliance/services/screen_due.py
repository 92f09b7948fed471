from __future__ import annotations

import datetime as dt
import logging
from typing import Final

from platform_core.compliance.services.screen_watched import screen_watched
from platform_core.compliance.watch_selectors import list_due
from platform_core.kernel.errors import RecordNotFound

logger = logging.getLogger(__name__)
AT_ONCE: Final = 500  # some hundred milliseconds each, against all lists


def screen_due(*, now: dt.datetime) -> int:
    """Screen those who were not screened against the lists as they are, some hundred of them; in the platform's context.

    One that cannot be screened holds up no other, and comes again.

    Returns:
        How many were screened; ``AT_ONCE``: there may be more.
    """
    done = 0
    for due in list_due(AT_ONCE):
        try:
            screen_watched(kind=due.kind, ref=due.ref, now=now)
        except RecordNotFound:
            continue
        except Exception:  # a seal that is broken, a row that is locked for long
            logger.exception("%s %s could not be screened", due.kind, due.ref)
            continue
        done += 1
    return done
