from django.db import models

from platform_core.kernel.ids import new_id
from tenants.catalog.enums import SheetAct, SheetFailure


class CatalogSheet(models.Model):
    """A table of products that somebody uploaded (商品表): its cells, what each column is, and what came of it.

    ``running``: what a job does with it now, for ``running_by``, since ``running_at``; ``failure``: why the last one did nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    filename = models.CharField(max_length=120)
    actor = models.CharField(max_length=254)
    heads = models.JSONField(default=list)
    roles = models.JSONField(default=list)  # of each column: a name of ``sheet.COLUMNS``, or empty
    rows = models.JSONField(default=list)  # ``[number of the line, [cells]]``
    # What was made of it: how many, and ``[line, fault]`` of those that were left out.
    result = models.JSONField(null=True)
    change = models.ForeignKey("catalog.CatalogChange", null=True, on_delete=models.PROTECT, related_name="+")
    running = models.CharField(max_length=8, choices=SheetAct.choices, blank=True, db_default="")
    running_by = models.CharField(max_length=254, blank=True, db_default="")
    running_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=16, choices=SheetFailure.choices, blank=True, db_default="")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.filename
