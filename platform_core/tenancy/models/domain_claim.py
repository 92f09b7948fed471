from django.db import models

from platform_core.kernel.ids import new_id
from platform_core.tenancy.enums import DomainState


class DomainClaim(models.Model):
    """A merchant says that a domain is theirs; only an entry in that domain's DNS proves it.

    Several merchants may claim one; it is routed (a row of ``Domain``) for the one who proves it first, as long as the proof
    stays. ``token``: what the TXT record must hold; ``missing_since``: since when a domain that was proven shows no proof.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant = models.ForeignKey("tenancy.Tenant", on_delete=models.PROTECT, related_name="domain_claims")
    domain = models.CharField(max_length=253)
    token = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=DomainState.choices, default=DomainState.PENDING)
    elsewhere = models.BooleanField(default=False)  # proven, while another shop has it
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    missing_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "domain"],
                name="one_claim_a_shop",
                condition=~models.Q(state="removed"),
            )
        ]
        indexes = [models.Index(fields=["next_check_at"], name="claim_due", condition=~models.Q(state="removed"))]

    def __str__(self) -> str:
        return f"{self.domain} {self.state}"
