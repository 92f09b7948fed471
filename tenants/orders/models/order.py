from django.db import models

from platform_core.kernel.ids import new_id
from tenants.orders.enums import ContactType, OrderStatus


class Order(models.Model):
    """A buyer's purchase. The number is for reading out; only the 256-bit link token (or contact and password) opens it.

    The contact is kept sealed for delivery and as a keyed hash for look-up; the query password as an Argon2id hash.
    ``amount``: what the buyer pays. ``discount``: what a coupon took off before, with the ``coupon_code`` as it was then.
    ``purchaser_sealed``: name and number of who buys, where the law wants them (CARD-03, MIN-01); kept for five years (CARD-05).
    ``card_worth``: what of it is prepaid cards, in minor units; ``organisation``: one buys them. ``rules_digest``: which versions of
    rules were known when it was placed.
    ``buyer_id``: of the account that bought, if one did. ``method``: how it is to be paid, as last chosen.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=32, unique=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    status = models.CharField(max_length=20, choices=OrderStatus.choices, default=OrderStatus.PENDING_PAYMENT)
    amount = models.BigIntegerField()
    discount = models.BigIntegerField(default=0, db_default=0)
    coupon_code = models.CharField(max_length=32, blank=True, default="", db_default="")
    refunded = models.BigIntegerField(default=0, db_default=0)
    currency = models.CharField(max_length=3)
    buyer_id = models.UUIDField(null=True)
    contact_type = models.CharField(
        max_length=8, choices=ContactType.choices, default=ContactType.ANY, db_default="any"
    )
    contact_sealed = models.BinaryField()
    contact_hash = models.BinaryField(max_length=16)
    contact_masked = models.CharField(max_length=80)
    query_password = models.CharField(max_length=128, blank=True)
    # Keyed: how many orders one address holds open is counted, where it is is nobody's business.
    address_hash = models.BinaryField(max_length=16, null=True)
    # The tick by which a buyer of digital goods waives the return within seven days, and the text it was about (RET-7D).
    terms_accepted_at = models.DateTimeField(null=True)
    terms_digest = models.CharField(max_length=16, blank=True, db_default="")
    purchaser_sealed = models.BinaryField(null=True)
    card_worth = models.BigIntegerField(default=0, db_default=0)
    organisation = models.BooleanField(default=False, db_default=False)
    rules_digest = models.CharField(max_length=16, blank=True, default="", db_default="")
    language = models.CharField(max_length=8, default="zh-hans")
    issuance_id = models.UUIDField(null=True, unique=True)
    pay_by = models.DateTimeField()
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(discount=0) | ~models.Q(coupon_code=""), name="order_discount_of"
            ),
            models.CheckConstraint(condition=models.Q(discount__gte=0), name="order_discount"),
        ]
        indexes = [
            models.Index(fields=["contact_hash", "-created_at"], name="order_contact"),
            models.Index(fields=["pay_by"], name="order_unpaid", condition=models.Q(status="pending_payment")),
            models.Index(fields=["address_hash"], name="order_address", condition=models.Q(status="pending_payment")),
            models.Index(
                fields=["buyer_id", "-created_at"], name="order_buyer", condition=models.Q(buyer_id__isnull=False)
            ),
            models.Index(
                fields=["paid_at"],
                name="order_undone",
                condition=models.Q(status="paid") | models.Q(status="processing"),
            ),
            models.Index(fields=["-created_at"], name="order_newest"),
            models.Index(
                fields=["created_at"], name="order_purchasers", condition=models.Q(purchaser_sealed__isnull=False)
            ),
            models.Index(fields=["status", "-created_at"], name="order_of_status"),
            models.Index(fields=["paid_at"], name="order_paid", condition=models.Q(paid_at__isnull=False)),
        ]

    @property
    def gross(self) -> int:
        """What it would have cost without a coupon."""
        return self.amount + self.discount

    def __str__(self) -> str:
        return self.number
