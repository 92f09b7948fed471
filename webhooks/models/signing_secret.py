from django.db import models

from platform_core.kernel.ids import new_id
from webhooks.enums import SecretKind


class SigningSecret(models.Model):
    """What webhooks are signed with, sealed. Closed to every shop's role.

    Of an endpoint; or, without one, of a shop, for the URLs that its orders name. Its test twin has its own. One of each
    kind is current (``valid_until`` is null); those before it sign along until then.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    endpoint_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=3, choices=SecretKind.choices, default=SecretKind.HMAC)
    sealed = models.BinaryField()
    public = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_role"],
                name="secret_current",
                condition=models.Q(valid_until__isnull=True, endpoint_id__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["endpoint_id", "kind"],
                name="secret_current_of_endpoint",
                condition=models.Q(valid_until__isnull=True, endpoint_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
