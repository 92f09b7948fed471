import datetime as dt
from functools import reduce
from operator import or_

from django.db import models

from platform_core.kernel.ids import new_id
from tenants.reporting.enums import StatementFormat, StatementState

LIVE = (StatementState.LOADED, StatementState.MATCHED, StatementState.DIFFERENT, StatementState.SETTLED)
RUNNING = (StatementState.QUEUED, StatementState.LOADING)
FLOWS = frozenset({StatementFormat.WECHATPAY_FUNDS.value, StatementFormat.ALIPAY_FUNDS.value})


class Statement(models.Model):
    """An institution's statement (对账单) of a period, loaded from a file or fetched. The file itself is not kept, its lines are.

    ``first_day`` to ``last_day``: days of the institution's clock that are complete in it; ``starts_at`` to ``ends_at`` the same as
    moments. ``covers_*``: whether every payment or refund of the period stands in it. ``summary``: by currency, see ``sum_up_statements``.
    ``errors``: lines that were not taken, as ``[line, code]``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gateway = models.CharField(max_length=16)
    format = models.CharField(max_length=20, choices=StatementFormat.choices)
    state = models.CharField(max_length=12, choices=StatementState.choices, default=StatementState.QUEUED)
    upload = models.CharField(max_length=80, blank=True)
    filename = models.CharField(max_length=120)
    bytes = models.BigIntegerField(default=0)
    digest = models.BinaryField(max_length=32)
    merchant = models.CharField(max_length=40, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    covers_payments = models.BooleanField(default=True)
    covers_refunds = models.BooleanField(default=True)
    lines_read = models.IntegerField(default=0)
    lines_taken = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    errors = models.JSONField(default=list)
    summary = models.JSONField(default=dict)
    open_count = models.IntegerField(default=0)
    expected_count = models.IntegerField(default=0)
    settled_count = models.IntegerField(default=0)
    failure = models.CharField(max_length=64, blank=True)
    cancel_requested = models.BooleanField(default=False)
    created_by = models.CharField(max_length=254, blank=True)
    created_at = models.DateTimeField()
    matched_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = [
            # Written out with OR: PostgreSQL reads its own way of writing an IN back as another one.
            models.UniqueConstraint(
                fields=["gateway", "digest"],
                name="statement_once",
                condition=reduce(or_, (models.Q(state=state) for state in (*LIVE, *RUNNING))),
            ),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="statement_period"),
        ]
        indexes = [models.Index(fields=["gateway", "starts_at"], name="statement_by_day")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.first_day}"

    @property
    def is_live(self) -> bool:
        """Are its lines there?"""
        return self.state in LIVE

    @property
    def is_running(self) -> bool:
        """Is a job to load it, or at it?"""
        return self.state in RUNNING

    @property
    def days(self) -> int:
        """How many days it is of."""
        return (self.last_day - self.first_day + dt.timedelta(days=1)).days
