from django.db import models

from platform_core.identity.enums import Role
from platform_core.kernel.ids import new_id


class Membership(models.Model):
    """A user works for a merchant in a role. ``tenant_role`` is what row security compares with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="memberships")
    tenant_id = models.UUIDField()
    tenant_role = models.CharField(max_length=63)
    role = models.CharField(max_length=16, choices=Role.choices)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "tenant_id"], name="one_membership_per_tenant")]
        indexes = [models.Index(fields=["tenant_role"], name="membership_tenant")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
