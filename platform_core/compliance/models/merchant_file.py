from django.db import models
from django.db.models import Q

from platform_core.compliance.merchant_enums import ExemptReason, MerchantKind, MerchantState, Served
from platform_core.kernel.ids import new_id


class MerchantFile(models.Model):
    """Who runs a live shop, as it tells the platform, and how that stands (电商法 27). A test twin has none.

    The facts (``kind`` to ``institution_until``) are the merchant's own words, which it may change again for the next verification;
    ``verified_facts`` is what stood there when people last agreed. Where it stands (``state`` to ``vouched``) is what its history leads
    to, see merchant_life.py. ``sealed``: phone, account and identity number, which are found again by their prints.
    ``handed_in_at``: handed in, and not received by the platform yet.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63, unique=True)
    kind = models.CharField(max_length=12, choices=MerchantKind.choices, blank=True)
    exempt_reason = models.CharField(max_length=8, choices=ExemptReason.choices, blank=True)
    name = models.CharField(max_length=120, blank=True)
    uscc = models.CharField(max_length=18, blank=True)
    registration_number = models.CharField(max_length=40, blank=True)  # of an entity abroad
    country = models.CharField(max_length=2, blank=True)
    legal_representative = models.CharField(max_length=60, blank=True)
    owners = models.JSONField(default=list)  # beneficial owners, by name
    entity_type = models.CharField(max_length=60, blank=True)
    capital = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    business_scope = models.TextField(blank=True)
    registry = models.CharField(max_length=120, blank=True)
    founded_on = models.DateField(null=True)
    licence_ends_on = models.DateField(null=True)
    contact_person = models.CharField(max_length=60, blank=True)
    sealed = models.BinaryField(null=True)
    person_print = models.BinaryField(max_length=16, null=True)
    bank_print = models.BinaryField(max_length=16, null=True)
    phone_print = models.BinaryField(max_length=16, null=True)
    serves = models.CharField(max_length=8, choices=Served.choices, blank=True)
    icp_number = models.CharField(max_length=40, blank=True)
    wants_balances = models.BooleanField(default=False)
    payment_licence = models.CharField(max_length=40, blank=True)
    institution = models.CharField(max_length=120, blank=True)
    institution_contract = models.CharField(max_length=80, blank=True)
    institution_until = models.DateField(null=True)
    edited_by = models.CharField(max_length=64, blank=True)
    handed_in_by = models.CharField(max_length=64, blank=True)
    handed_in_email = models.CharField(max_length=254, blank=True)
    handed_in_at = models.DateTimeField(null=True)

    state = models.CharField(max_length=12, choices=MerchantState.choices, default=MerchantState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    before = models.CharField(max_length=12, choices=MerchantState.choices, blank=True)
    restricted = models.CharField(max_length=12, choices=MerchantState.choices, blank=True)
    restricted_by = models.JSONField(default=list)
    submitted_by = models.CharField(max_length=64, blank=True)
    reviewed_editor = models.CharField(max_length=64, blank=True)  # who had edited it last when it was handed in
    approved_by = models.JSONField(default=list)
    score = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    appeal_until = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    vouched = models.BooleanField(default=False)
    verified_facts = models.JSONField(default=dict)
    note = models.CharField(max_length=1000, blank=True)  # what staff ask the merchant for
    reminded_days = models.PositiveSmallIntegerField(
        null=True
    )  # the last reminder before ``due_at``: so many days before

    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["state", "changed_at"], name="merchant_queue"),
            models.Index(fields=["due_at"], name="merchant_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["uscc"], name="merchant_uscc", condition=~Q(uscc="")),
            models.Index(fields=["bank_print"], name="merchant_bank", condition=Q(bank_print__isnull=False)),
            models.Index(fields=["person_print"], name="merchant_person", condition=Q(person_print__isnull=False)),
            models.Index(fields=["phone_print"], name="merchant_phone", condition=Q(phone_print__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name or self.tenant_role
