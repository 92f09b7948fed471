from django.db import models

from billing.enums import SandboxPage
from billing.models.sandbox_customer import SandboxCustomer
from billing.models.sandbox_price import SandboxPrice
from platform_core.kernel.ids import new_id


class SandboxSession(models.Model):
    """That a page of the sandbox was opened for a customer: to subscribe, or to change its card. Its address is signed, and ends."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    page = models.CharField(max_length=8, choices=SandboxPage.choices)
    customer = models.ForeignKey(SandboxCustomer, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=80, unique=True)  # of the wish; a repeat leads to the same page
    price = models.ForeignKey(SandboxPrice, null=True, on_delete=models.PROTECT, related_name="+")
    trial_ends_at = models.DateTimeField(null=True)  # by everybody's clock
    coupon = models.CharField(max_length=64, blank=True)
    done_url = models.TextField(blank=True)
    back_url = models.TextField(blank=True)
    subscription_id = models.CharField(max_length=64, blank=True)  # what came of it
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.page} {self.id}"
