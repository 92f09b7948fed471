from django.db import models

from billing.enums import Collection, InvoiceStatus
from billing.models.sandbox_customer import SandboxCustomer
from billing.models.sandbox_subscription import SandboxSubscription


class SandboxInvoice(models.Model):
    """A bill of the sandbox. Moments are by its customer's clock.

    ``lines``: ``[{"text", "amount", "from", "to", "proration"}]``, moments in ISO 8601. ``total`` may be negative: then it became credit.
    """

    id = models.CharField(max_length=64, primary_key=True)
    customer = models.ForeignKey(SandboxCustomer, on_delete=models.PROTECT, related_name="invoices")
    subscription = models.ForeignKey(SandboxSubscription, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=64, unique=True)
    status = models.CharField(max_length=14, choices=InvoiceStatus.choices)
    collection = models.CharField(max_length=9, choices=Collection.choices)
    reason = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    lines = models.JSONField(default=list)
    total = models.BigIntegerField()
    amount_due = models.BigIntegerField()
    amount_paid = models.BigIntegerField(default=0)
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    issued_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=64, blank=True)
    paid_by = models.CharField(max_length=20, blank=True)
    last_request = models.CharField(max_length=80, blank=True)  # a repeat of it changes nothing

    class Meta:
        constraints = [
            # However many workers renew at once: a period is billed once.
            models.UniqueConstraint(
                fields=["subscription", "period_start"],
                condition=models.Q(reason="subscription_cycle"),
                name="sandbox_invoice_once_a_period",
            ),
            models.CheckConstraint(condition=models.Q(amount_due__gte=0), name="sandbox_invoice_due"),
        ]
        indexes = [models.Index(fields=["customer", "issued_at"], name="sandbox_invoice_of_customer")]

    @property
    def remaining(self) -> int:
        """What is still to be paid."""
        return self.amount_due - self.amount_paid

    def __str__(self) -> str:
        return self.number
