from django.db import models
from django.db.models import Q

from platform_core.identity.enums import StaffRole
from platform_core.kernel.ids import new_id


class StaffGrant(models.Model):
    """Somebody is given a role of the platform's staff. It is taken back by its end, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="staff_grants")
    role = models.CharField(max_length=10, choices=StaffRole.choices)
    granted_by = models.CharField(max_length=254)
    granted_at = models.DateTimeField()
    revoked_by = models.CharField(max_length=254, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(revoked_at__isnull=True), name="one_staff_grant"
            ),
            models.CheckConstraint(condition=Q(role__in=StaffRole.values), name="staff_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
