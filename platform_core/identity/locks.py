"""Locks of identity: of a user, of an invitation; whoever takes both takes the invitation first."""

from __future__ import annotations

import uuid

from platform_core.identity.models import Invitation, StaffGrant, User


def lock_user(user_id: uuid.UUID) -> None:
    """One change to somebody's second factors at a time; rows that only refer to the user need not wait."""
    User.objects.select_for_update(no_key=True).only("id").get(pk=user_id)


def find_invitation_locked(token_hash: bytes) -> Invitation | None:
    """An invitation by the hash of its link, so that it is taken once."""
    return Invitation.objects.select_for_update().filter(token_hash=token_hash).first()


def list_staff_grants_locked() -> list[StaffGrant]:
    """Every role that staff have now: one change of them at a time, so that of two operators one stays."""
    return list(StaffGrant.objects.select_for_update().filter(revoked_at=None).order_by("id"))
