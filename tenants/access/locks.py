from __future__ import annotations

import uuid

from tenants.access.models import ApiKey, ApiVersionPin, Approval


def find_api_key_locked(key_id: uuid.UUID) -> ApiKey | None:
    """Lock a key, so that it is revoked once; None: no such key."""
    return ApiKey.objects.select_for_update().filter(pk=key_id).first()


def find_api_version_pin_locked() -> ApiVersionPin | None:
    """Lock the merchant's pin, so that one change follows the other; None: there is none yet."""
    return ApiVersionPin.objects.select_for_update().first()


def find_approval_locked(approval_id: uuid.UUID) -> Approval | None:
    """Lock a two-person act, so that it is decided and done once; None: there is none."""
    return Approval.objects.select_for_update().filter(pk=approval_id).first()
