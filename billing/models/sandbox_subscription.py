from django.db import models

from billing.enums import Collection, SubscriptionStatus
from billing.models.sandbox_customer import SandboxCustomer
from billing.models.sandbox_price import SandboxPrice


class SandboxSubscription(models.Model):
    """A subscription of the sandbox. Moments are by its customer's clock, apart from ``wake_at``.

    Period ``cycle`` (from 0; -1: its trial) ends ``months * (cycle + 1)`` months after ``anchor``: counted from there, an end on
    the 31st comes back after February. ``worth``: what a full period is paid with, of which a change gives back what is not used.
    """

    id = models.CharField(max_length=64, primary_key=True)
    customer = models.ForeignKey(SandboxCustomer, on_delete=models.PROTECT, related_name="subscriptions")
    number = models.CharField(max_length=80, unique=True)  # of the wish that it was made for
    price = models.ForeignKey(SandboxPrice, on_delete=models.PROTECT)
    status = models.CharField(max_length=20, choices=SubscriptionStatus.choices)
    collection = models.CharField(max_length=9, choices=Collection.choices)
    days_until_due = models.IntegerField(default=0)
    coupon = models.CharField(max_length=64, blank=True)
    coupon_ends_at = models.DateTimeField(null=True)
    anchor = models.DateTimeField()
    months = models.IntegerField()
    cycle = models.IntegerField()
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    worth = models.BigIntegerField(default=0)
    trial_ends_at = models.DateTimeField(null=True)
    cancel_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    wake_at = models.DateTimeField(null=True)  # when something is to be done, by everybody's clock

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(ended_at__isnull=True), name="sandbox_subscription_one_lives"
            ),
        ]
        indexes = [
            models.Index(
                fields=["wake_at"], name="sandbox_subscription_due", condition=models.Q(wake_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id}: {self.status}"
