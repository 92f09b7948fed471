from django.db import models

from platform_core.kernel.ids import new_id


class BillingCheck(models.Model):
    """One comparison of what we know with what the provider says, or one look for events that never came.

    ``figures``: for a comparison ``subscriptions``, ``invoices``, ``same``, ``mended``, ``unknown``, ``twice``, ``failed``; for a look
    ``events``, ``missed``, ``handled``, ``failed``. ``findings``: ``[{"what", "id", "shop"?}]``, the first hundred.
    """

    COMPARISON, EVENTS = "comparison", "events"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10)
    provider = models.CharField(max_length=8)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=40)  # done, or the code of what broke it off
    figures = models.JSONField(default=dict)
    findings = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["kind", "began_at"], name="billing_check_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.began_at}: {self.outcome}"
