from django.db import models

from platform_core.compliance.enums import Verdict


class ScreenedLot(models.Model):
    """A batch of a shop whose codes were looked up in the register of prints.

    ``on_sale``: it was on sale before it could be looked up (older stock). ``capped``: its shop had met too many codes that day, so
    that it is put under review whatever is in it. ``codes``: prints that it brought.
    """

    id = models.AutoField(primary_key=True)
    tenant_role = models.CharField(max_length=63)
    lot = models.BigIntegerField()
    supplier_id = models.UUIDField(null=True)
    on_sale = models.BooleanField(default=False)
    capped = models.BooleanField(default=False)
    verdict = models.CharField(max_length=16, choices=Verdict.choices, default=Verdict.OK)
    codes = models.IntegerField(default=0)
    first_seen = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_role", "lot"], name="screened_lot_once")]
        indexes = [models.Index(fields=["tenant_role", "first_seen"], name="screened_lot_shop")]

    def __str__(self) -> str:
        return f"{self.tenant_role}/{self.lot}"
