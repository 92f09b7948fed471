from django.db import models

from platform_core.kernel.ids import new_id
from tenants.catalog.enums import ChangeKind


class CatalogChange(models.Model):
    """What one act changed of the catalogue, with what it was before: enough to take it back as long as it still stands so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    actor = models.CharField(max_length=254)
    # ``{of, id, before, after}`` each; ``before`` null: it was made by this act.
    changes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
