from __future__ import annotations

import datetime as dt
import uuid

from platform_core.kernel.errors import RecordNotFound
from tenants.access.models import ApiKey, ApiVersionPin, Approval, ShopSettings, StaffRole


def find_api_key_locked(key_id: uuid.UUID) -> ApiKey | None:
    """Lock a key, so that it is revoked once; None: no such key."""
    return ApiKey.objects.select_for_update().filter(pk=key_id).first()


def find_api_version_pin_locked() -> ApiVersionPin | None:
    """Lock the merchant's pin, so that one change follows the other; None: there is none yet."""
    return ApiVersionPin.objects.select_for_update().first()


def find_approval_locked(approval_id: uuid.UUID) -> Approval | None:
    """Lock a two-person act, so that it is decided and done once; None: there is none."""
    return Approval.objects.select_for_update().filter(pk=approval_id).first()


def ensure_shop_settings_locked(now: dt.datetime) -> ShopSettings:
    """Lock the shop's settings, made first where there are none yet."""
    ShopSettings.objects.bulk_create([ShopSettings(updated_at=now)], ignore_conflicts=True)
    return ShopSettings.objects.select_for_update().get()


def get_staff_role_locked(role_id: uuid.UUID) -> StaffRole:
    """Lock a role of the shop's own: it is given to nobody while it is changed or put away.

    Raises:
        RecordNotFound: there is none, or none any more.
    """
    role = StaffRole.objects.select_for_update().filter(pk=role_id, archived_at=None).first()
    if role is None:
        raise RecordNotFound
    return role
