from django.db import models


class ApiVersionPin(models.Model):
    """Which version of the API the merchant's calls are made in when they name none: one row, written at the first call."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    version = models.CharField(max_length=10)
    pinned_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_api_version_pin")]

    def __str__(self) -> str:
        return self.version
