from django.db import models

from platform_core.events.catalogue.base import Callback
from platform_core.kernel.ids import new_id
from tenants.issuance.enums import IssuanceStatus, Source


class Issuance(models.Model):
    """Codes bound to one request of the merchant's system, or to one paid order (发卡单).

    ``external_id`` is the merchant's own number, unique for ever; ``fingerprint`` tells a retry from a different request
    under the same number. ``codes_shredded_at``: since then what its
    codes say is not kept. ``notify_url`` is told when it is over, in the API version ``notify_version``; null costs an issue nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    external_id = models.CharField(max_length=64, null=True)
    fingerprint = models.BinaryField(max_length=32)
    status = models.CharField(max_length=20, choices=IssuanceStatus.choices)
    source = models.CharField(max_length=8, choices=Source.choices)
    quantity = models.IntegerField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    buyer_ref = models.CharField(max_length=80, blank=True)
    metadata = models.JSONField(default=dict)
    request = models.JSONField(default=dict)
    notify_url = models.TextField(null=True)
    notify_version = models.CharField(max_length=10, null=True)
    created_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    codes_shredded_at = models.DateTimeField(null=True)

    class Meta:
        # Not unique=True, which would add a second index for LIKE to every issue. Newest first needs none: ids are in time order.
        constraints = [models.UniqueConstraint(fields=["external_id"], name="issuance_external_id")]
        # For lists of what is not completed; an issue that completes at once never enters it.
        indexes = [
            models.Index(fields=["status", "id"], name="issuance_odd", condition=~models.Q(status="completed")),
        ]

    @property
    def ended_with_codes(self) -> bool:
        """Is it over, with all codes that it will ever have, and at least one?"""
        return self.status in {IssuanceStatus.COMPLETED, IssuanceStatus.PARTIALLY_COMPLETED}

    @property
    def callback(self) -> Callback | None:
        """Who is to be told when it is over."""
        return Callback(self.notify_url, self.notify_version or "") if self.notify_url else None

    def __str__(self) -> str:
        return self.external_id or str(self.id)
