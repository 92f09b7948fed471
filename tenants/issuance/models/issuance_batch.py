from django.db import models

from platform_core.kernel.ids import new_id
from tenants.issuance.enums import Atomicity, BatchStatus


class IssuanceBatch(models.Model):
    """Many issuances asked for in one request (批量发卡). How far it is, its items say.

    ``key_id`` is the API key that asked, ``version`` the version of the API it spoke: the work is done in its name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    atomicity = models.CharField(max_length=16, choices=Atomicity.choices)
    status = models.CharField(max_length=12, choices=BatchStatus.choices)
    size = models.IntegerField()
    key_id = models.UUIDField()
    version = models.CharField(max_length=10)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.id} x{self.size}"
