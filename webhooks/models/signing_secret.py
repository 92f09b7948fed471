from django.db import models

from platform_core.kernel.ids import new_id


class SigningSecret(models.Model):
    """What the webhooks of a shop are signed with, sealed; its test twin has its own. Closed to every shop's role.

    One is current (``valid_until`` is null); the one before it signs along until then.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_role"], name="secret_current", condition=models.Q(valid_until__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
