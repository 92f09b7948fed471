from django.db import models

from platform_core.identity.enums import FactorKind
from platform_core.kernel.ids import new_id


class SecondFactor(models.Model):
    """An app or a passkey with which a user completes the log-in.

    ``material``: of an app its secret, sealed under the platform's key; of a passkey the public key and what names it.
    ``counter`` only grows: of an app the last 30 seconds of which a code was taken, of a passkey its signature counter.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="second_factors")
    kind = models.CharField(max_length=8, choices=FactorKind.choices)
    name = models.CharField(max_length=60)
    material = models.BinaryField()
    credential_id = models.BinaryField(null=True, unique=True)
    counter = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=FactorKind.PASSKEY, credential_id__isnull=False)
                | models.Q(kind=FactorKind.TOTP, credential_id__isnull=True),
                name="passkeys_have_an_id",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
