from django.db import models

from platform_core.kernel.ids import new_id
from tenants.notifications.enums import Channel, MessageKind


class MessageTemplate(models.Model):
    """A merchant's own words for a message; without a row the message has the words it comes with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=MessageKind.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=254)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "channel", "language"], name="message_template_one"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.language}"
