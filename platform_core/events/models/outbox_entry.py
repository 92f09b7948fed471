from django.db import models


class OutboxEntry(models.Model):
    """Somebody outside is still to be told of this event. Commits with it; the fan-out turns it into deliveries and deletes it.

    A row for each event that somebody waits for, and none for the others: marking the events themselves would enter all
    their indexes again. ``url`` and ``version`` are the order's own callback, empty where there is none.
    """

    event_id = models.UUIDField(primary_key=True)
    tenant_role = models.CharField(max_length=63)
    url = models.TextField()
    version = models.CharField(max_length=10)

    def __str__(self) -> str:
        return str(self.event_id)
