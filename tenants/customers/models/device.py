import datetime as dt

from django.db import models

from platform_core.kernel.ids import new_id

CONFIRMED_FOR = dt.timedelta(minutes=10)


class Device(models.Model):
    """A browser in which a buyer logged in; known again by a secret of its own, kept as a hash.

    ``log_in``: the log-in that is open in it, if one is; the shop's session holds the same id, so ending it here ends it.
    ``confirmed_at``: when a one-time code was last entered in it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    buyer = models.ForeignKey("customers.Buyer", on_delete=models.CASCADE, related_name="devices")
    token_hash = models.BinaryField(max_length=32)
    label = models.CharField(max_length=80)
    address_masked = models.CharField(max_length=45, blank=True)
    log_in = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["buyer", "token_hash"], name="device_known_once")]

    def __str__(self) -> str:
        return self.label

    def is_confirmed(self, now: dt.datetime) -> bool:
        """Was a one-time code entered in it just now? A stolen session is not enough for everything."""
        return self.confirmed_at is not None and now - self.confirmed_at < CONFIRMED_FOR
