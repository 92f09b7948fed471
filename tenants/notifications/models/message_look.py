from django.db import models

from platform_core.kernel.ids import new_id


class MessageLook(models.Model):
    """Append-only: somebody read what a message said. Written before it is shown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey("notifications.Message", on_delete=models.PROTECT, related_name="looks")
    actor = models.CharField(max_length=254)
    ip = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.message_id} by {self.actor}"
