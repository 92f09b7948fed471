from django.db import models


class Licence(models.Model):
    """What stands in a business licence besides name and number, and the prints by which its people, account and phone are found again."""

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

    class Meta:
        abstract = True
