from django.contrib.postgres.fields import ArrayField
from django.db import models

from platform_core.kernel.ids import new_id
from tenants.access.limits import KeyLimits


class ApiKey(models.Model):
    """A key of the merchant API. We keep SHA-256 of the secret and its last four characters, never the secret.

    Test keys stand here too (in the live schema); their calls run in the test twin.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    livemode = models.BooleanField()
    secret_hash = models.BinaryField(max_length=32, unique=True)
    last_four = models.CharField(max_length=4)
    scopes = ArrayField(models.CharField(max_length=32))
    # Limits of the damage that a stolen key can do; empty or null: none.
    ip_allowlist = ArrayField(models.CharField(max_length=43), default=list, db_default=[])
    product_ids = ArrayField(models.UUIDField(), default=list, db_default=[])
    daily_quota = models.IntegerField(null=True)
    max_amount = models.BigIntegerField(null=True)
    # The merchant's public JWK: codes are answered to this key encrypted to it, in the clear never.
    encryption_key = models.JSONField(null=True)
    made_by = models.CharField(max_length=80, default="console", db_default="console")
    sequence = models.IntegerField(default=1, db_default=1)
    rolled_from = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    expiry_told = models.DateTimeField(null=True)  # the end that was told of; another one is told of again
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_used_ip = models.GenericIPAddressField(null=True)

    @property
    def limits(self) -> KeyLimits:
        """What the key is limited to."""
        return KeyLimits(self.ip_allowlist, self.product_ids, self.daily_quota, self.max_amount, self.expires_at)

    def __str__(self) -> str:
        return f"{self.name} …{self.last_four}"
