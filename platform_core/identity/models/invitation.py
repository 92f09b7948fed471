from __future__ import annotations

import datetime as dt

from django.db import models

from platform_core.identity.models.membership import ROLE_PATTERN
from platform_core.kernel.ids import new_id

OPEN = models.Q(accepted_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """Somebody is asked by mail to work for a merchant. Of the link only the hash is kept; it is good for one address, once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_id = models.UUIDField()
    tenant_role = models.CharField(max_length=63)
    email = models.EmailField()
    role = models.CharField(max_length=48)
    token_hash = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "email"], condition=OPEN, name="one_open_invitation"),
            models.CheckConstraint(condition=models.Q(role__regex=ROLE_PATTERN), name="invitation_role_known"),
        ]
        indexes = [models.Index(fields=["tenant_role"], name="invitation_tenant")]

    def is_open(self, now: dt.datetime) -> bool:
        """Can it be accepted at this moment?"""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at

    def __str__(self) -> str:
        return f"{self.id} {self.role}"
