from django.db import models

from platform_core.kernel.ids import new_id


class Job(models.Model):
    """One piece of work to be done after commit. This row is the truth; the queue message is only a wake-up.

    ``key`` makes asking twice harmless. A job is claimed with a lease (``leased_until``) and done once ``done_at`` is set;
    after ``MAX_ATTEMPTS`` it stays with ``failed_at`` and its error for a person to look at.
    """

    MAX_ATTEMPTS = 12

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63, blank=True)
    name = models.CharField(max_length=64)
    key = models.CharField(max_length=128, unique=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    available_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["available_at"],
                name="job_due",
                condition=models.Q(done_at__isnull=True, failed_at__isnull=True),
            ),
            models.Index(
                fields=["failed_at"],
                name="job_failed",
                condition=models.Q(done_at__isnull=True, failed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key}"
