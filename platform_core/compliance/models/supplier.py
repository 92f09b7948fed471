from django.db import models
from django.db.models import Q

from platform_core.compliance.enums import SupplierState
from platform_core.kernel.ids import new_id


class Supplier(models.Model):
    """A legal entity that card codes come from; one row for all merchants it supplies. Never told to a merchant.

    Where it stands (``state`` to ``vouched``) is what its history (``SupplierEvent``) leads to, see lifecycle.py. Numbers of people and
    accounts are kept as prints alone; what was typed stands, sealed, in the merchants' ``SupplyLink``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, null=True)
    aliases = models.JSONField(default=list)
    legal_representative = models.CharField(max_length=60, blank=True)
    owners = models.JSONField(default=list)  # beneficial owners, by name
    entity_type = models.CharField(max_length=60, blank=True)
    capital = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    business_scope = models.TextField(blank=True)
    registry = models.CharField(max_length=120, blank=True)
    founded_on = models.DateField(null=True)
    licence_ends_on = models.DateField(null=True)
    person_print = models.BinaryField(max_length=16, null=True)
    bank_print = models.BinaryField(max_length=16, null=True)
    phone_print = models.BinaryField(max_length=16, null=True)
    uscc_print = models.BinaryField(
        max_length=16, null=True
    )  # of a purged one that is blacklisted for some goods: it is known again

    state = models.CharField(max_length=20, choices=SupplierState.choices, default=SupplierState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    before = models.CharField(max_length=20, choices=SupplierState.choices, blank=True)
    restricted = models.CharField(max_length=20, choices=SupplierState.choices, blank=True)
    restricted_by = models.JSONField(default=list)
    submitted_by = models.CharField(max_length=64, blank=True)
    edited_by = models.CharField(max_length=64, blank=True)
    approved_by = models.JSONField(default=list)
    score = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)  # of the score: rule, points, in words that the merchant never sees
    limited_since = models.DateTimeField(null=True)
    appeal_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    vouched = models.BooleanField(default=False)
    blocked_categories = models.JSONField(default=list)  # blacklisted for these alone

    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    taken_by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uscc"], name="supplier_uscc", condition=Q(uscc__isnull=False))]
        indexes = [
            models.Index(fields=["state", "changed_at"], name="supplier_queue"),
            models.Index(fields=["uscc_print"], name="supplier_known_again", condition=Q(uscc_print__isnull=False)),
            models.Index(fields=["bank_print"], name="supplier_bank", condition=Q(bank_print__isnull=False)),
            models.Index(fields=["person_print"], name="supplier_person", condition=Q(person_print__isnull=False)),
            models.Index(fields=["phone_print"], name="supplier_phone", condition=Q(phone_print__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name
