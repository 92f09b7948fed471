from django.db import models


class ProviderEvent(models.Model):
    """An event that the provider sent, once. What it says of the object is not kept: the object is read again."""

    id = models.CharField(max_length=80, primary_key=True)
    provider = models.CharField(max_length=8)
    type = models.CharField(max_length=80)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=80, blank=True)
    customer_id = models.CharField(max_length=64, blank=True)
    livemode = models.BooleanField()
    sent_at = models.DateTimeField()  # made at the provider
    received_at = models.DateTimeField()
    found_by = models.CharField(max_length=8, default="webhook")  # webhook, or poll: it never came
    handled_at = models.DateTimeField(null=True)
    outcome = models.CharField(
        max_length=40, blank=True
    )  # what was done: synced, ignored, other_platform, or an error's code

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"], name="billing_event_waiting", condition=models.Q(handled_at__isnull=True)
            ),
            models.Index(fields=["customer_id", "sent_at"], name="billing_event_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"
