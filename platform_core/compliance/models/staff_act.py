from django.db import models

from platform_core.kernel.ids import new_id


class StaffAct(models.Model):
    """Append-only: a member of the platform's staff set out to do something. Written before it is done; what came of it is a StaffOutcome.

    ``tenant_role``: whose shop it is about; empty: of none. Never a code, a contact or a secret.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    user_id = models.UUIDField(null=True)
    email = models.CharField(max_length=254)
    act = models.CharField(max_length=60)
    target = models.CharField(max_length=120, blank=True)
    tenant_role = models.CharField(max_length=63, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="staff_act_newest"),
            models.Index(fields=["email", "-at"], name="staff_act_person"),
            models.Index(fields=["tenant_role", "-at"], name="staff_act_shop"),
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.act}"
