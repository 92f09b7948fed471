import datetime as dt

from django.db import models

from billing.enums import Collection, Interval, Provider, SubscriptionStatus
from platform_core.entitlements.enums import Standing


class Subscription(models.Model):
    """What a merchant subscribes to, or tries. One a merchant: who subscribes again goes on in its row; ``SubscriptionStep`` has
    the history.

    What the provider says stands here as it said it last; what follows from it (``standing``, the entitlement) is ours. Its own
    role may read it; the platform writes it.
    """

    tenant_id = models.UUIDField(primary_key=True)  # of the live tenant
    tenant_role = models.CharField(max_length=63, unique=True)
    provider = models.CharField(max_length=8, choices=Provider.choices, default=Provider.NONE, blank=True)
    remote_id = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=20, choices=SubscriptionStatus.choices)
    plan = models.CharField(max_length=32)
    version = models.IntegerField()  # of the plan
    interval = models.CharField(max_length=5, choices=Interval.choices, blank=True)
    amount = models.BigIntegerField(default=0)  # minor units an interval, before coupons
    discount = models.BigIntegerField(default=0)  # minor units an interval that a running coupon takes off
    currency = models.CharField(max_length=3)
    collection = models.CharField(max_length=9, choices=Collection.choices, default=Collection.AUTOMATIC)
    coupon = models.CharField(max_length=64, blank=True)
    # What it had before a change to something smaller, and until when it has paid for that.
    held_plan = models.CharField(max_length=32, blank=True)
    held_until = models.DateTimeField(null=True)
    granted_until = models.DateTimeField(null=True)  # when a GrantedPlan ends, or ended
    trial_ends_at = models.DateTimeField(null=True)
    trial_began_at = models.DateTimeField(null=True)
    period_start = models.DateTimeField(null=True)
    period_end = models.DateTimeField(null=True)
    cancel_at = models.DateTimeField(null=True)  # it ends then
    ended_at = models.DateTimeField(null=True)
    unpaid_since = models.DateTimeField(null=True)  # when the oldest bill that is still open fell due
    # While nobody is charged: for ever; afterwards when charging began again.
    spared_until = models.DateTimeField(null=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.ACTIVE)
    standing_since = models.DateTimeField()
    # Whoever reads it at the provider draws a number first; what a reader with an older number saw is not written any more.
    ticket = models.BigIntegerField(default=0)
    synced_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "remote_id"], condition=~models.Q(remote_id=""), name="billing_subscription_once"
            )
        ]
        indexes = [models.Index(fields=["status"], name="billing_subscription_status")]

    @property
    def is_trial(self) -> bool:
        """Is it tried without a provider?"""
        return self.status == SubscriptionStatus.TRIALING and not self.provider

    def plan_at(self, moment: dt.datetime) -> str:
        """What it may use at a moment: what it pays for, or what it has paid for before."""
        if self.held_plan and self.held_until is not None and moment < self.held_until:
            return self.held_plan
        return self.plan

    def __str__(self) -> str:
        return f"{self.plan} of {self.tenant_role}: {self.status}"
