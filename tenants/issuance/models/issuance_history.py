from django.db import models


class IssuanceHistory(models.Model):
    """Append-only: what happened to an issuance, by whom, when."""

    pk = models.CompositePrimaryKey("issuance_id", "number")
    issuance_id = models.UUIDField()
    number = models.SmallIntegerField()
    verb = models.CharField(max_length=24)
    status = models.CharField(max_length=20)
    count = models.IntegerField()
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.issuance_id} {self.verb}"
