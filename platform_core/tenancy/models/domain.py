from django.db import models

from platform_core.kernel.ids import new_id


class Domain(models.Model):
    """A host name that answers as a tenant's shop. Links are built from the primary one, never from the request."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant = models.ForeignKey("tenancy.Tenant", on_delete=models.PROTECT, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)
    is_primary = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="one_primary_domain", condition=models.Q(is_primary=True))
        ]

    def __str__(self) -> str:
        return self.domain
