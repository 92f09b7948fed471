from django.db import models

from platform_core.kernel.ids import new_id
from tenants.customers.enums import ContactKind


class Buyer(models.Model):
    """An account of a buyer in this shop alone. The contact is sealed to be used, hashed to be found, masked to be shown.

    ``password``: optional. ``payment_password``: digits, with which the buyer pays from their balance; five wrong tries in a
    row lock it (``payment_failures``). Both Argon2id, and never the same: a log-in password is not made of digits.
    An erased account keeps its id, so that orders still know that one bought them, and nothing else.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact_kind = models.CharField(max_length=8, choices=ContactKind.choices)
    contact_sealed = models.BinaryField(null=True)
    contact_hash = models.BinaryField(max_length=16, null=True, unique=True)
    contact_masked = models.CharField(max_length=80, blank=True)
    password = models.CharField(max_length=128, blank=True)
    payment_password = models.CharField(max_length=128, blank=True)
    payment_failures = models.SmallIntegerField(default=0)
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="buyer_newest")]
        constraints = [
            models.CheckConstraint(
                name="buyer_erased_whole",
                condition=models.Q(erased_at__isnull=True, contact_sealed__isnull=False, contact_hash__isnull=False)
                | models.Q(
                    erased_at__isnull=False,
                    contact_sealed__isnull=True,
                    contact_hash__isnull=True,
                    contact_masked="",
                    password="",
                    payment_password="",
                ),
            )
        ]

    def __str__(self) -> str:
        return self.contact_masked
