from django.db import models


class SandboxEvent(models.Model):
    """That something changed in the sandbox; written with the change, and told until it was heard."""

    id = models.CharField(max_length=80, primary_key=True)
    type = models.CharField(max_length=80)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=80)
    customer_id = models.CharField(max_length=64)
    at = models.DateTimeField()  # by everybody's clock
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="sandbox_event_untold", condition=models.Q(told_at__isnull=True)),
            models.Index(fields=["at"], name="sandbox_event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.object_id}"
