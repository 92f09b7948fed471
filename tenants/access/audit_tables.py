"""Which tables of a shop are sealed: every app names its own in the setting KAQUAN_AUDITED."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from platform_core.compliance.audit_chain import Audited
from platform_core.tenancy.dotted import load


@cache
def list_audited() -> list[Audited]:
    """All of them."""
    tables: list[Audited] = []
    for named in load(settings.KAQUAN_AUDITED):
        tables += named  # type: ignore[arg-type]
    return tables
