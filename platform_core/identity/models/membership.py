from django.db import models

from platform_core.identity.enums import Role
from platform_core.kernel.ids import new_id

# One that every shop has, or one of its own: ``custom:<id>``, whose powers stand in the shop's schema.
ROLE_PATTERN = "^(" + "|".join(Role.values) + "|custom:[0-9a-f-]{36})$"


class Membership(models.Model):
    """A user works for a merchant in a role. ``tenant_role`` is what row security compares with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="memberships")
    tenant_id = models.UUIDField()
    tenant_role = models.CharField(max_length=63)
    role = models.CharField(max_length=48)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)  # in the back office, to five minutes

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "tenant_id"], name="one_membership_per_tenant"),
            models.CheckConstraint(condition=models.Q(role__regex=ROLE_PATTERN), name="membership_role_known"),
        ]
        indexes = [models.Index(fields=["tenant_role"], name="membership_tenant")]

    def get_role_display(self) -> str:
        """The name of a role that every shop has; empty for one of the shop's own, which its schema names."""
        return str(Role(self.role).label) if self.role in Role.values else ""

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
