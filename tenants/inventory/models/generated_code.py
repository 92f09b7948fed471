from django.db import models

from platform_core.kernel.ids import new_id


class GeneratedCode(models.Model):
    """A code that was made when it was issued, sealed. Immutable; ``owner_id`` is its issue line.

    ``fingerprint`` is over the code alone, without dashes: people type it in many ways.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_id = models.UUIDField()
    number = models.IntegerField()
    sku_id = models.UUIDField()
    serial = models.CharField(max_length=16)
    fingerprint = models.BinaryField(max_length=16)
    sealed = models.BinaryField()
    expires_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["serial"], name="generated_serial")]
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "number"], name="generated_of_line"),
            models.UniqueConstraint(fields=["fingerprint"], name="generated_fingerprint"),
        ]

    def __str__(self) -> str:
        return self.serial
