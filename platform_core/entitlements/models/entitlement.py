from django.db import models

from platform_core.entitlements.plans import ApiLimits


class Entitlement(models.Model):
    """What a merchant may do. A merchant without a row is not limited. Its own role may read it, the platform writes it."""

    tenant_id = models.UUIDField(primary_key=True)
    tenant_role = models.CharField(max_length=63)
    plan = models.CharField(max_length=32)
    read = models.IntegerField()
    write = models.IntegerField()
    reveal = models.IntegerField()
    redeem = models.IntegerField()
    concurrency = models.IntegerField()
    key_share = models.IntegerField(default=100)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="limits_let_something_pass",
                condition=models.Q(
                    read__gt=0, write__gt=0, reveal__gt=0, redeem__gt=0, concurrency__gt=0, key_share__range=(1, 100)
                ),
            )
        ]

    @property
    def api_limits(self) -> ApiLimits:
        """As a value."""
        return ApiLimits(self.read, self.write, self.reveal, self.redeem, self.concurrency, self.key_share)

    def __str__(self) -> str:
        return f"{self.plan} of {self.tenant_id}"
