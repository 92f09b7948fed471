from django.db import models


class OpenUsage(models.Model):
    """An issuance that is told in parts: how much of it is counted already. Gone when it is over."""

    object_id = models.CharField(max_length=64, primary_key=True)
    tenant_role = models.CharField(max_length=63)
    counted = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.object_id}: {self.counted}"
