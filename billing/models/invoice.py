from django.db import models

from billing.engines import is_left
from billing.enums import OWED, Collection, FapiaoState, InvoiceStatus
from platform_core.kernel.ids import new_id


class Invoice(models.Model):
    """A bill of the platform to a merchant, as the provider last said it. Its own role may read it; the platform writes it.

    ``lines``: ``[{"text", "amount", "quantity", "from", "to", "proration"}]``, amounts in minor units, times in ISO 8601.
    ``titled``: the invoice title (抬头) as it was when the Chinese invoice was asked for.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_id = models.UUIDField()
    tenant_role = models.CharField(max_length=63)
    provider = models.CharField(max_length=8)
    remote_id = models.CharField(max_length=64)
    subscription_remote_id = models.CharField(max_length=64, blank=True)
    number = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=14, choices=InvoiceStatus.choices)
    collection = models.CharField(max_length=9, choices=Collection.choices)
    reason = models.CharField(
        max_length=40, blank=True
    )  # why it was made, in the provider's word: subscription_cycle, …
    currency = models.CharField(max_length=3)
    total = models.BigIntegerField()
    amount_due = models.BigIntegerField()
    amount_paid = models.BigIntegerField()
    amount_remaining = models.BigIntegerField()
    period_start = models.DateTimeField(null=True)
    period_end = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=64, blank=True)  # the provider's code of the last refusal
    hosted_url = models.TextField(blank=True)
    pdf_url = models.TextField(blank=True)
    lines = models.JSONField(default=list)
    paid_by = models.CharField(max_length=20, blank=True)  # card, alipay, wechat_pay, bank_transfer; empty: not known
    bank_reference = models.CharField(max_length=80, blank=True)
    marked_by = models.CharField(max_length=254, blank=True)  # who of the staff found the transfer on the account
    fapiao = models.CharField(max_length=6, choices=FapiaoState.choices, default=FapiaoState.NONE)
    fapiao_number = models.CharField(max_length=40, blank=True)
    fapiao_at = models.DateTimeField(null=True)
    titled = models.JSONField(default=dict)
    ticket = models.BigIntegerField(default=0)  # as Subscription.ticket
    created_at = models.DateTimeField()  # at the provider
    synced_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "remote_id"], name="billing_invoice_once")]
        indexes = [
            models.Index(fields=["tenant_id", "created_at"], name="billing_invoice_of_shop"),
            models.Index(fields=["status", "due_at"], name="billing_invoice_status"),
        ]

    @property
    def is_owed(self) -> bool:
        """Is it to be paid, whether or not somebody still tries to collect it? Not to an engine that is not used any more."""
        return self.status in OWED and not is_left(self.provider)

    def __str__(self) -> str:
        return self.number or self.remote_id
