from django.db import models

from platform_core.kernel.ids import new_id


class Reveal(models.Model):
    """Append-only: somebody saw plaintext codes of an issuance. Written before the codes leave."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuance_id = models.UUIDField(db_index=True)
    actor = models.CharField(max_length=80)
    ip = models.GenericIPAddressField(null=True)
    first = models.IntegerField()
    count = models.IntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.issuance_id} x{self.count} by {self.actor}"
