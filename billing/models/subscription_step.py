from django.db import models

from platform_core.kernel.ids import new_id


class SubscriptionStep(models.Model):
    """Something that changed with a subscription; written with the change, never altered.

    ``what``: ``trial_began``, ``trial_extended``, ``subscribed``, ``status``, ``plan``, ``renewed``, ``cancel_set``, ``cancel_unset``,
    ``ended``, ``standing``, ``granted``. ``before`` and ``after`` are plain words (a status, a plan, a standing, a date).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_id = models.UUIDField()
    tenant_role = models.CharField(max_length=63)
    what = models.CharField(max_length=16)
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64, blank=True)
    amount = models.BigIntegerField(default=0)  # monthly minor units that came (or went, negative) with it: see figures
    by = models.CharField(max_length=254)  # a person's address, "provider", "clock" or "operator"
    because = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["tenant_id", "id"], name="billing_step_of_shop"),
            models.Index(fields=["at"], name="billing_step_at"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.before} → {self.after}"
