from django.db import models

from platform_core.kernel.ids import new_id


class RulebookLoad(models.Model):
    """Append-only: files of rules that were loaded, by whom. ``digest``: SHA-256 over them; the same files are not read again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.CharField(max_length=64)
    added = models.JSONField(default=list)
    overtaken = models.JSONField(default=list)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=254)

    class Meta:
        indexes = [models.Index(fields=["digest"], name="rulebook_digest")]

    def __str__(self) -> str:
        return f"{self.loaded_at} {self.loaded_by}"
