from django.db import models

from platform_core.kernel.ids import new_id


class Reveal(models.Model):
    """Append-only: somebody saw plaintext codes. Written before the codes leave.

    ``code_id``: a single code was looked at, not a stretch from ``first`` on. ``export_id``: an export shows them; which
    ones it says itself, and ``issuance_id`` only where they are all of one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuance_id = models.UUIDField(null=True, db_index=True)
    code_id = models.UUIDField(null=True)
    export_id = models.UUIDField(null=True)
    actor = models.CharField(max_length=80)
    ip = models.GenericIPAddressField(null=True)
    first = models.IntegerField()
    count = models.IntegerField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.issuance_id} x{self.count} by {self.actor}"
