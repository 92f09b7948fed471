from django.db import models

from platform_core.kernel.ids import new_id
from tenants.notifications.enums import Channel, MessageKind, MessageState


class Message(models.Model):
    """One message to one buyer, written in the transaction of its cause. It holds no code: what it says is made when it is sent.

    ``key`` names the cause: asked for twice, it is one message. ``about_id``: what it is about (an issuance, a refund, a case).
    ``sealed``: the recipient, and fields that nothing else keeps; erased when it was sent or given up, so that only a masked
    contact remains, and a keyed hash by which messages to one contact are counted. Times are those of the wall, in a test shop
    too. A mail's Message-ID is the row's id, on every attempt.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=MessageKind.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    order_id = models.UUIDField(null=True)
    about_id = models.UUIDField(null=True)
    language = models.CharField(max_length=8)
    contact_masked = models.CharField(max_length=80)
    contact_hash = models.BinaryField(max_length=16)
    sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=8, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.SmallIntegerField(default=0)
    gateway = models.CharField(max_length=16, blank=True)
    provider_id = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at"], name="message_newest"),
            models.Index(fields=["contact_hash", "created_at"], name="message_contact"),
            models.Index(fields=["channel", "created_at"], name="message_channel"),
            models.Index(
                fields=["order_id", "created_at"], name="message_order", condition=models.Q(order_id__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_forgets_its_recipient",
                condition=models.Q(state="queued", sealed__isnull=False, done_at__isnull=True)
                | models.Q(
                    models.Q(state="sent") | models.Q(state="failed"), sealed__isnull=True, done_at__isnull=False
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.state}"
