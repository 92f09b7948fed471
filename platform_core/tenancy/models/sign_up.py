from django.db import models

from platform_core.kernel.ids import new_id
from platform_core.tenancy.enums import Preset, SignUpState


class SignUp(models.Model):
    """A request for a shop; becomes a tenant in a job. Its page shows how far it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    slug = models.CharField(max_length=32)
    preset = models.CharField(max_length=16, choices=Preset.choices)
    positioning = models.CharField(max_length=200, blank=True)
    owner_id = models.UUIDField()
    plan = models.CharField(max_length=32, blank=True, default="", db_default="")  # empty: without limits
    tries = models.CharField(
        max_length=32, blank=True, default="", db_default=""
    )  # the plan that its trial is of; empty: none
    state = models.CharField(max_length=16, choices=SignUpState.choices, default=SignUpState.QUEUED)
    tenant = models.OneToOneField("tenancy.Tenant", null=True, on_delete=models.PROTECT)
    failure = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # A slug is promised to one sign-up at a time; a failed one gives it back.
            models.UniqueConstraint(
                fields=["slug"], name="one_sign_up_per_slug", condition=~models.Q(state=SignUpState.FAILED)
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} ({self.state})"
