from django.db import models

from tenants.reporting.enums import LineKind, LineOutcome, LineStatus


class StatementLine(models.Model):
    """A line of a statement, and what came of it. ``amount`` is negative where money left the account; ``fee`` where it was given back.

    ``key``: by what the same fact is known in every statement of the institution. ``number`` and ``refund_number`` are ours,
    ``provider_id`` the institution's of the fact, ``trade_id`` that of the payment. ``done``: no later look changes it.
    ``flow``: of a statement of movements, where fees have lines of their own and refunds no number of ours.
    """

    id = models.BigAutoField(primary_key=True)
    statement = models.ForeignKey("reporting.Statement", on_delete=models.PROTECT, related_name="lines")
    gateway = models.CharField(max_length=16)
    line = models.IntegerField()
    kind = models.CharField(max_length=8, choices=LineKind.choices)
    key = models.CharField(max_length=100)
    number = models.CharField(max_length=64, blank=True)
    refund_number = models.CharField(max_length=64, blank=True)
    provider_id = models.CharField(max_length=64, blank=True)
    trade_id = models.CharField(max_length=64, blank=True)
    amount = models.BigIntegerField()
    fee = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, choices=LineStatus.choices, blank=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=LineOutcome.choices, blank=True, db_default="")
    done = models.BooleanField(default=False, db_default=False)
    flow = models.BooleanField(default=False, db_default=False)
    payment_id = models.UUIDField(null=True)
    refund_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "line"], name="statement_line_once")]
        indexes = [
            models.Index(fields=["gateway", "key", "kind"], name="statement_line_key"),
            models.Index(fields=["gateway"], name="statement_line_undone", condition=models.Q(done=False)),
            models.Index(fields=["payment_id"], name="statement_line_payment"),
            models.Index(
                fields=["refund_id"], name="statement_line_refund", condition=models.Q(refund_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
