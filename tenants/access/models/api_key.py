from django.contrib.postgres.fields import ArrayField
from django.db import models

from platform_core.kernel.ids import new_id


class ApiKey(models.Model):
    """A key of the merchant API. We keep SHA-256 of the secret and its last four characters, never the secret.

    Test keys stand here too (in the live schema); their calls run in the test twin.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    livemode = models.BooleanField()
    secret_hash = models.BinaryField(max_length=32, unique=True)
    last_four = models.CharField(max_length=4)
    scopes = ArrayField(models.CharField(max_length=32))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} …{self.last_four}"
