from django.db import models


class ApiVersionPin(models.Model):
    """Which version of the API the merchant's calls are made in when they name none: one row, written at the first call."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    version = models.CharField(max_length=10)
    pinned_at = models.DateTimeField()
    # Of the last change by staff, to take it back.
    previous = models.CharField(max_length=10, null=True)
    changed_by = models.CharField(max_length=254, blank=True, default="", db_default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_api_version_pin")]

    def __str__(self) -> str:
        return self.version
