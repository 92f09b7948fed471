from django.db import models

from platform_core.kernel.ids import new_id
from tenants.catalog.enums import CardNature, CodeMode, RedemptionKind


class Sku(models.Model):
    """A face value or variant (面额/规格) of a product: what is priced, stocked and issued. Money in minor units."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, related_name="skus")
    sku_code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    face_value = models.BigIntegerField(default=0)
    price = models.BigIntegerField()
    list_price = models.BigIntegerField(null=True, blank=True)
    cost = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="CNY")
    code_mode = models.CharField(max_length=12, choices=CodeMode.choices, default=CodeMode.SINGLE)
    # What a code is worth is fixed for ever (with ``face_value``, where it is redeemed by amount): codes that are out rest on it.
    redemption = models.CharField(
        max_length=8, choices=RedemptionKind.choices, default=RedemptionKind.NONE, db_default=RedemptionKind.NONE
    )
    units = models.IntegerField(
        default=0, db_default=0, help_text="How often a code can be used, where uses are counted"
    )
    needs_activation = models.BooleanField(default=False, db_default=False)
    valid_days = models.IntegerField(
        null=True, blank=True, help_text="Of a generated code, from its issue; null: for ever"
    )
    min_quantity = models.IntegerField(default=1)
    max_quantity = models.IntegerField(default=0, help_text="0: no limit of the merchant's own")
    quantity_multiple = models.IntegerField(default=1, db_default=1, help_text="Sold in packs of so many")
    # What the buyer is asked for, e.g. the account to top up; see ``tenants.catalog.inputs``.
    input_schema = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))
    # Quantity prices (阶梯价): ``[from how many, price of each]``, rising; see ``tenants.catalog.tiers``.
    price_tiers = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))
    min_days_left = models.SmallIntegerField(default=0)
    low_stock_threshold = models.IntegerField(default=20)
    active = models.BooleanField(default=True)
    position = models.IntegerField(default=0)
    version = models.IntegerField(default=1, db_default=1)  # counted up with every change
    sequence = models.IntegerField(default=0, db_default=0)  # of its last event
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    # Of its product, known of SKUs that were read for a sale: what the law takes it for, and whether it is in its buyer's name.
    nature, named = str(CardNature.GOODS), False
    looks_counted = False  # does its product limit how often codes are read? Known of SKUs that were read for a sale.

    class Meta:
        ordering = ["position", "face_value"]
        indexes = [models.Index(fields=["updated_at", "id"], name="sku_changed")]
        constraints = [
            models.CheckConstraint(condition=models.Q(price__gte=0, face_value__gte=0, cost__gte=0), name="sku_money"),
            models.CheckConstraint(condition=models.Q(min_quantity__gte=1, max_quantity__gte=0), name="sku_limits"),
            models.CheckConstraint(condition=models.Q(quantity_multiple__gte=1), name="sku_packs"),
            models.CheckConstraint(
                condition=models.Q(redemption=RedemptionKind.NONE, units=0, needs_activation=False)
                & ~models.Q(code_mode=CodeMode.GENERATED)
                | models.Q(redemption=RedemptionKind.AMOUNT, units=0, face_value__gt=0)
                & ~models.Q(code_mode=CodeMode.SHARED)
                | models.Q(redemption=RedemptionKind.UNITS, units__gt=0) & ~models.Q(code_mode=CodeMode.SHARED),
                name="sku_terms",
            ),
        ]

    def __str__(self) -> str:
        return self.sku_code
