from django.contrib.postgres.fields import ArrayField
from django.db import models

from platform_core.kernel.ids import new_id
from webhooks.enums import DisabledReason, EndpointStatus, PayloadFormat


class Endpoint(models.Model):
    """A URL of a shop that is told of events. Live ones and those of the test twin have different roles.

    ``event_types`` are names, ``noun.*`` or ``*``. ``content_filter`` is a list of ``{"field": "sku", "values": ["…"]}``: all
    of them must hold, each by one of its values. ``headers`` are the shop's own, sealed. ``rate`` is deliveries a second,
    none: as many as there are. A shop's role sees and writes its own rows.

    The dispatcher keeps its health: since when nothing succeeded (``failing_since``), how often the shop was warned of it,
    and the breaker: closed while ``open_until`` is null, open before it, half open (one at a time) behind it.
    ``counted_from`` is what the breaker looks back to.
    """

    MOST = 20  # of a shop and mode

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    url = models.TextField()
    description = models.CharField(max_length=200, blank=True)
    event_types = ArrayField(models.CharField(max_length=64))
    content_filter = models.JSONField(default=list)
    version = models.CharField(max_length=10)
    payload_format = models.CharField(max_length=12, choices=PayloadFormat.choices, default=PayloadFormat.STANDARD)
    ed25519 = models.BooleanField(default=False)
    rate = models.SmallIntegerField(null=True)
    concurrency = models.SmallIntegerField(default=8)
    timeout = models.SmallIntegerField(default=15)
    headers = models.BinaryField(null=True)
    header_names = ArrayField(models.CharField(max_length=64), default=list)
    status = models.CharField(max_length=8, choices=EndpointStatus.choices, default=EndpointStatus.ENABLED)
    disabled_reason = models.CharField(max_length=8, choices=DisabledReason.choices, blank=True)
    disabled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    sequence = models.IntegerField(default=1)
    failing_since = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    warned = models.SmallIntegerField(default=0)
    open_until = models.DateTimeField(null=True)
    openings = models.SmallIntegerField(default=0)
    counted_from = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["tenant_role", "id"], name="endpoint_of_shop", condition=models.Q(deleted_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.url
