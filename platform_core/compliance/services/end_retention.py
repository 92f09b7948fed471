from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Final

from platform_core.compliance.services.archive_suppliers import archive_suppliers
from platform_core.compliance.services.forget_listings import forget_listings
from platform_core.compliance.services.forget_sharing import forget_sharing
from platform_core.compliance.services.keep_installation_profile import keep_installation_profile
from platform_core.compliance.services.propose_activations import propose_activations
from platform_core.compliance.services.purge_merchants import purge_merchants
from platform_core.compliance.services.purge_screenings import purge_screenings
from platform_core.compliance.services.purge_suppliers import purge_suppliers
from platform_core.compliance.services.record_staff_act import record_staff_act
from platform_core.compliance.services.record_staff_outcome import record_staff_outcome
from platform_core.compliance.services.shred_identity_images import shred_identity_images

logger = logging.getLogger(__name__)
SWEEPS: Final[dict[str, Callable[..., int]]] = {
    "activations_proposed": propose_activations,
    "suppliers_archived": archive_suppliers,
    "suppliers_purged": purge_suppliers,
    "merchants_purged": purge_merchants,
    "listings_forgotten": forget_listings,
    "identity_images_shredded": shred_identity_images,
    "screenings_deleted": purge_screenings,
    "sharing_forgotten": forget_sharing,
}


def end_retention(*, now: dt.datetime) -> dict[str, int]:
    """End what the platform kept for long enough, with one entry in its audit log that says how much; on the platform.

    The entry is begun before anything goes, so that nothing goes unseen, and is left without an outcome by a run that was cut off.

    Returns:
        How many of each kind.
    """
    keep_installation_profile()
    act = record_staff_act(user_id=None, email="system", act="retention", now=now)
    done = {name: sweep(now=now) for name, sweep in SWEEPS.items()}
    record_staff_outcome(act_id=act, outcome="done", detail=done, now=now)
    logger.info("retention: %s", done)
    return done
