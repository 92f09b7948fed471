from django.db import models

from platform_core.kernel.ids import new_id


class GeneratedCode(models.Model):
    """A code that was made when it was issued, sealed. Immutable; ``owner_id`` is its issue line.

    ``fingerprint`` is over the code alone, without dashes: people type it in many ways. ``told`` alone changes: 1 when it was told
    that its last day comes, 2 when it was told that it is over.
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
    told = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [
            models.Index(fields=["serial"], name="generated_serial"),
            # Cards that are valid for ever are not in it: they pay nothing for it.
            models.Index(
                fields=["told", "expires_on"],
                name="generated_ending",
                condition=models.Q(expires_on__isnull=False, told__lt=2),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "number"], name="generated_of_line"),
            models.UniqueConstraint(fields=["fingerprint"], name="generated_fingerprint"),
        ]

    def __str__(self) -> str:
        return self.serial
