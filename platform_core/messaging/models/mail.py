from django.db import models

from platform_core.kernel.ids import new_id
from platform_core.messaging.enums import MailStatus


class Mail(models.Model):
    """One mail to one person, written in the transaction of its cause. Its id is its Message-ID, on every attempt.

    ``sealed`` holds the address and what the mail says, under the key of ``owner_id``; it is erased when the mail was sent or
    given up, so that only the fact of it remains. Times are those of the wall, in a test shop too.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    owner_id = models.UUIDField()
    template = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    sealed = models.BinaryField(null=True)
    status = models.CharField(max_length=8, choices=MailStatus.choices)
    attempts = models.SmallIntegerField(default=0)
    reason = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mail_forgets_what_it_said",
                condition=models.Q(status="queued", sealed__isnull=False, done_at__isnull=True)
                | models.Q(status__in=["sent", "failed"], sealed__isnull=True, done_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.status}"
