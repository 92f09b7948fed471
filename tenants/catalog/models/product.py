from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from platform_core.kernel.ids import new_id
from tenants.catalog.enums import CardNature, Fulfilment, ProductKind, PurchaseMode, StockDisplay


class Product(models.Model):
    """What a buyer chooses; its SKUs are the face values or variants they pay for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=16, choices=ProductKind.choices, default=ProductKind.GIFT_CARD)
    brand = models.CharField(max_length=60, blank=True)
    summary = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    instructions = models.TextField(blank=True)
    refund_rules = models.TextField(blank=True)
    image = models.CharField(max_length=200, blank=True)  # the first of ``pictures``; lists show no other
    # In their order: ``{path, alt}``. See ``tenants.catalog.pictures``.
    pictures = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))
    category = models.ForeignKey(
        "catalog.Category", null=True, blank=True, on_delete=models.SET_NULL, related_name="products"
    )
    occasions = models.ManyToManyField("catalog.Occasion", blank=True, related_name="products")
    tags = models.ManyToManyField("catalog.Tag", blank=True, related_name="products")
    stock_display = models.CharField(max_length=8, choices=StockDisplay.choices, default=StockDisplay.WORDS)
    purchase_mode = models.CharField(
        max_length=16, choices=PurchaseMode.choices, default=PurchaseMode.RESERVE_FIRST, db_default="reserve_first"
    )
    fulfilment = models.CharField(
        max_length=12, choices=Fulfilment.choices, default=Fulfilment.AUTOMATIC, db_default="automatic"
    )
    # How often a code may be read in the clear through the API; null: as often as anybody likes.
    reveal_limit = models.SmallIntegerField(null=True, blank=True)
    nature = models.CharField(
        max_length=12, choices=CardNature.choices, default=CardNature.GOODS, db_default=CardNature.GOODS
    )
    named = models.BooleanField(default=False, db_default=False)  # a prepaid card in its buyer's name
    # What else rules ask of prepaid cards and own vouchers; see ``tenants.catalog.card_facts``.
    card_terms = models.JSONField(default=dict, blank=True, db_default=models.Value({}, models.JSONField()))
    active = models.BooleanField(default=True)
    archived = models.BooleanField(default=False, db_default=False)  # put away: not on sale, and out of the lists
    pinned = models.BooleanField(default=False)
    position = models.IntegerField(default=0)
    search_text = models.TextField(blank=True, editable=False)
    search_grams = ArrayField(models.TextField(), default=list, blank=True, editable=False, db_default=[])
    version = models.IntegerField(default=1, db_default=1)  # counted up with every change
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["active", "-pinned", "position"], name="product_shelf"),
            models.Index(fields=["updated_at", "id"], name="product_changed"),
            GinIndex(fields=["search_grams"], name="product_grams"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="product_trigrams"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(reveal_limit__gte=1), name="product_reveal_limit"),
            models.CheckConstraint(condition=~models.Q(active=True, archived=True), name="product_put_away"),
        ]

    def __str__(self) -> str:
        return self.name
