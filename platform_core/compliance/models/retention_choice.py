from django.db import models

from platform_core.kernel.ids import new_id


class RetentionChoice(models.Model):
    """Append-only: the operator said under which law a shop keeps its records; the last word counts. ``profile``: see retention.py."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    profile = models.CharField(max_length=10)
    reason = models.CharField(max_length=500)
    set_by = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="retention_choice_says_why")]
        indexes = [models.Index(fields=["tenant_role", "-at"], name="retention_choice_last")]

    def __str__(self) -> str:
        return f"{self.tenant_role} {self.profile}"
