"""Which rule stands behind a right that time or a missing verification took away, with its words: read upon a refusal, never before."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import Error, transaction

from platform_core.compliance.selectors import ZONE
from platform_core.compliance.shown_selectors import list_opening_rules
from platform_core.kernel.clock import local_date

# What staff restrict has its own reason on the merchant's page, and no rule of a general kind.
RULE_OF: Final[dict[str, str]] = {"unverified": "FRD-01", "lapsed": "KYB-04", "supplier_due": "X12"}


def words_of(reason: str, now: dt.datetime) -> dict[str, Any]:
    """``rule``, ``version`` and the words of the rule in force, as a refusal by a rule has them; nothing where it cannot be read.

    The standing decides; that its rule cannot be read lets nobody through.
    """
    name = RULE_OF.get(reason)
    if name is None:
        return {}
    try:
        with transaction.atomic():
            rule = list_opening_rules(local_date(now, ZONE)).get(name)
    except Error:
        return {}
    if rule is None:
        return {}
    words = {f"{kind}_{language}": rule[kind][language] for kind in ("message", "remedy") for language in ("zh", "en")}
    return {"rule": name, "version": rule["version"], **words}
