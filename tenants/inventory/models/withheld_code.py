from django.db import models
from django.db.models.functions import Now

from tenants.inventory.enums import WithheldReason

# Never sold again. Not as a list: a copy of a schema would write the condition of the index another way.
GONE = models.Q(reason=WithheldReason.VOIDED) | models.Q(reason=WithheldReason.EXPORTED)


class WithheldCode(models.Model):
    """A single unsold code that must not be sold; a claim steps over it.

    ``since``: when it began to be so for this reason. What a code says that left for ever is destroyed after a while
    (``shredded_at``); ``looked_at``: when it was last kept back.
    """

    pk = models.CompositePrimaryKey("lot_id", "position")
    lot_id = models.BigIntegerField()
    position = models.IntegerField()
    reason = models.CharField(max_length=12, choices=WithheldReason.choices)
    created_at = models.DateTimeField()
    since = models.DateTimeField(db_default=Now())
    looked_at = models.DateTimeField(null=True)
    shredded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["since"], name="withheld_to_shred", condition=GONE & models.Q(shredded_at__isnull=True)
            ),
            models.Index(fields=["lot_id"], name="withheld_live", condition=~models.Q(reason=WithheldReason.VOIDED)),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id}/{self.position} {self.reason}"
