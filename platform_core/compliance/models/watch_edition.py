from django.db import models

from platform_core.compliance.watch_enums import WatchFormat


class WatchEdition(models.Model):
    """A loading of a list, changed or not; append-only, its number counts over all lists."""

    id = models.BigAutoField(primary_key=True)
    watch_list = models.ForeignKey("compliance.WatchList", on_delete=models.PROTECT, related_name="editions")
    as_of = models.DateField()
    format = models.CharField(max_length=8, choices=WatchFormat.choices)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    entries = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=254)

    class Meta:
        indexes = [models.Index(fields=["watch_list", "-id"], name="watch_edition_list")]

    def __str__(self) -> str:
        return f"{self.watch_list_id} {self.as_of}"
