from django.db import models


class AuditCheck(models.Model):
    """When a chain was verified last, and what was found; one row a chain.

    ``whole_at``: when it was last verified from its beginning, not from an anchor of the days before.
    """

    chain = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField(db_index=True)
    whole_at = models.DateTimeField(null=True)
    links = models.BigIntegerField()
    faults = models.PositiveIntegerField()
    kinds = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.chain} {self.at}"
