from django.db import models

from platform_core.kernel.ids import new_id


class CatalogSheet(models.Model):
    """A table of products that somebody uploaded (商品表): its cells, what each column is, and what came of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    filename = models.CharField(max_length=120)
    actor = models.CharField(max_length=254)
    heads = models.JSONField(default=list)
    roles = models.JSONField(default=list)  # of each column: a name of ``sheet.COLUMNS``, or empty
    rows = models.JSONField(default=list)  # ``[number of the line, [cells]]``
    # What was made of it: how many, and ``[line, fault]`` of those that were left out.
    result = models.JSONField(null=True)
    change = models.ForeignKey("catalog.CatalogChange", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.filename
