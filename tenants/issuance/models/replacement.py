from django.db import models

from platform_core.kernel.ids import new_id


class Replacement(models.Model):
    """A code was voided and another one issued for it (换卡). A code is replaced once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code_id = models.UUIDField(unique=True)
    new_code_id = models.UUIDField()
    issuance_id = models.UUIDField()  # of the new one
    reason = models.CharField(max_length=200)
    actor = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.code_id} → {self.new_code_id}"
