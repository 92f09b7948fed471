from django.db import models

from platform_core.kernel.ids import new_id


class SupplierContract(models.Model):
    """This merchant buys codes from a supplier of the platform's register; clearance is asked there at sale time.

    ``import_format`` remembers the columns of this supplier's files. ``ends_on``: the last day of the agreement, if one was agreed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supplier_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=120)
    contact = models.CharField(max_length=120, blank=True)
    ends_on = models.DateField(null=True)
    import_format = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
