from __future__ import annotations

from collections.abc import Collection

from platform_core.compliance.models import AuditCheck


def forget_checks(*, kept: Collection[str]) -> int:
    """Forget when chains were verified whose data was dropped; in the platform's context.

    Args:
        kept: the chains that there are.

    Returns:
        How many were forgotten.
    """
    forgotten, _kinds = AuditCheck.objects.exclude(chain__in=kept).delete()
    return forgotten
