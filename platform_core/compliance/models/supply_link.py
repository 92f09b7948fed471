from django.db import models

from platform_core.compliance.enums import Clearance, SupplyCategory, SupplyState
from platform_core.kernel.ids import new_id


class SupplyLink(models.Model):
    """A merchant buys from a supplier. Its id is what the merchant's contracts and batches name; the legal entity behind it,
    and whom else it supplies, the merchant never learns.

    The licence is as the merchant typed it. ``sealed``: account, phone and identity number of the legal representative, which are
    found again by their prints.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    supplier = models.ForeignKey("compliance.Supplier", on_delete=models.PROTECT, null=True, related_name="links")
    state = models.CharField(max_length=12, choices=SupplyState.choices, default=SupplyState.OPEN)
    category = models.CharField(max_length=16, choices=SupplyCategory.choices, blank=True)
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, blank=True)
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
    sealed = models.BinaryField(null=True)
    person_print = models.BinaryField(max_length=16, null=True)
    bank_print = models.BinaryField(max_length=16, null=True)
    phone_print = models.BinaryField(max_length=16, null=True)
    edited_by = models.CharField(max_length=64, blank=True)
    submitted_by = models.CharField(max_length=64, blank=True)
    submitted_email = models.CharField(max_length=254, blank=True)
    submitted_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=1000, blank=True)  # what staff ask the merchant for
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=254, blank=True)
    told = models.CharField(max_length=12, default=Clearance.REGISTERED)  # the clearance that its shop was told of last
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["tenant_role"], name="supply_shop"),
            models.Index(fields=["supplier", "tenant_role"], name="supply_supplier"),
            models.Index(fields=["state", "submitted_at"], name="supply_queue"),
        ]

    def __str__(self) -> str:
        return self.name
