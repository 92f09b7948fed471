from django.db import models


class UsageCursor(models.Model):
    """Up to which of a merchant's events its usage is counted; moved in the transaction that counts."""

    tenant_role = models.CharField(max_length=63, primary_key=True)
    position = models.BigIntegerField(default=-1)
    event_id = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.tenant_role} {self.position}"
