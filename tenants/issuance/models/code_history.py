from django.db import models


class CodeHistory(models.Model):
    """Append-only: what happened to a code, by whom, when, why. Only steps of ``code_may_move.sql`` can be written."""

    pk = models.CompositePrimaryKey("code_id", "number")
    code_id = models.UUIDField()
    number = models.IntegerField()
    verb = models.CharField(max_length=16)
    from_status = models.CharField(max_length=20)
    to_status = models.CharField(max_length=20)
    value = models.BigIntegerField(null=True)
    left = models.BigIntegerField(null=True)
    subject_id = models.UUIDField(null=True)  # the void, redemption, reversal, replacement or refund
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.code_id} {self.verb}"
