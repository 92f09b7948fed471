from django.db import models

from platform_core.compliance.enums import Clearance
from platform_core.kernel.ids import new_id


class Supplier(models.Model):
    """A legal entity that card codes come from; one row for all merchants it supplies."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    clearance = models.CharField(max_length=16, choices=Clearance.choices, default=Clearance.REGISTERED)
    vouched = models.BooleanField(default=False)
    registered_by_role = models.CharField(max_length=63, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=254, blank=True)

    class Meta:
        indexes = [models.Index(fields=["clearance", "created_at"], name="supplier_queue")]

    def __str__(self) -> str:
        return self.name
