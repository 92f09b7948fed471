from django.db import models

from platform_core.kernel.ids import new_id


class AuditCut(models.Model):
    """Append-only, for the platform too: what of a log is gone because its time was over, signed.

    ``seq``, ``hash``: the links up to here are gone, and verification goes on from this hash. ``gone``: of each kind, up to which link
    rows may be gone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    chain = models.CharField(max_length=32)
    at = models.DateTimeField()
    seq = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    gone = models.JSONField(default=dict)
    by = models.CharField(max_length=254)
    signature = models.BinaryField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["chain", "at"], name="audit_cut_chain")]

    def __str__(self) -> str:
        return f"{self.chain} {self.seq}"
