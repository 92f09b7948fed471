from django.db import models

from platform_core.kernel.ids import new_id


class Block(models.Model):
    """A person who may neither order nor log in (拉黑), known by their contact or their account; lifted, it stays as history.

    Guests have no account: their contact's hash is enough. One that is in force is there once for each contact.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact_hash = models.BinaryField(max_length=16)
    buyer_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=200)
    blocked_by = models.CharField(max_length=254)
    blocked_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=254, blank=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["buyer_id"],
                name="block_of_buyer",
                condition=models.Q(lifted_at__isnull=True, buyer_id__isnull=False),
            ),
            models.Index(fields=["contact_hash", "-blocked_at"], name="block_history"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["contact_hash"], name="block_once", condition=models.Q(lifted_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.reason
