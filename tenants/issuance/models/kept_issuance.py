from django.db import models

from tenants.issuance.enums import KeptBecause


class KeptIssuance(models.Model):
    """An issuance whose codes are past their time and are kept all the same; looked at again at ``next_at``."""

    issuance_id = models.UUIDField(primary_key=True)
    because = models.CharField(max_length=12, choices=KeptBecause.choices)
    next_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.issuance_id} {self.because}"
