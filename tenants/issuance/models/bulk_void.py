from django.db import models

from platform_core.kernel.ids import new_id
from tenants.issuance.enums import BatchStatus


class BulkVoid(models.Model):
    """Many codes are voided at one request (批量作废). What became of each, its items say; the steps of codes name it.

    ``key_id`` is the API key that asked: the work is done in its name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    status = models.CharField(max_length=12, choices=BatchStatus.choices)
    size = models.IntegerField()
    key_id = models.UUIDField()
    reason = models.CharField(max_length=200)
    failure = models.CharField(max_length=40, blank=True)  # the error code of what ended it before its end
    created_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.id} x{self.size}"
