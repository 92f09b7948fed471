from django.db import models

from platform_core.kernel.ids import new_id
from tenants.orders.enums import CaseOutcome, CaseReason, CaseStatus


class AbnormalCase(models.Model):
    """An order that a person must look at (异常订单): why, until when, who does it, what became of it.

    Money is never just dropped: a payment that fits nothing has a case without an order. ``detail``: ids and amounts, no
    codes and no contacts; ``sending``: the refund that it waits for. ``code_id``: the code that is complained about.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.PROTECT, related_name="cases")
    payment_id = models.UUIDField(null=True)
    code_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=24, choices=CaseReason.choices)
    status = models.CharField(max_length=12, choices=CaseStatus.choices, default=CaseStatus.OPEN)
    detail = models.JSONField(default=dict)
    assignee = models.CharField(max_length=254, blank=True)
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=254)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=254, blank=True)
    outcome = models.CharField(max_length=12, choices=CaseOutcome.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="case_due", condition=~models.Q(status=CaseStatus.CLOSED)),
            models.Index(fields=["-opened_at"], name="case_newest"),
            models.Index(
                fields=["assignee", "due_at"], name="case_of_person", condition=~models.Q(status=CaseStatus.CLOSED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.reason}"
