from django.db import models

from platform_core.compliance.enums import Level
from platform_core.kernel.ids import new_id


class RuleVersion(models.Model):
    """Append-only: one version of one rule, as it was loaded, with its texts and its examples.

    ``in_shop``: it is asked inside a shop (of a batch, a product, an order, a balance), whose role may read it by a function.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule_id = models.CharField(max_length=24)
    version = models.PositiveIntegerField()
    family = models.CharField(max_length=24)
    level = models.CharField(max_length=8, choices=Level.choices)
    to_confirm = models.BooleanField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    in_shop = models.BooleanField()
    body = models.JSONField()
    body_hash = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=254)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule_id", "version"], name="rule_version_once")]

    def __str__(self) -> str:
        return f"{self.rule_id} v{self.version}"
