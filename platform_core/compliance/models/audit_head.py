from django.db import models


class AuditHead(models.Model):
    """The end of a chain, signed; kept apart from the chain, so that a tail cut off is seen.

    ``chain``: a tenant's id in hex, or "platform".
    """

    chain = models.CharField(max_length=32, primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.chain} {self.seq}"
