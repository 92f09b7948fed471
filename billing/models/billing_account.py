from django.db import models

from billing.enums import TitleKind


class BillingAccount(models.Model):
    """A merchant as a customer of the platform: who it is at the provider, and to whom its invoices (发票) are made out.

    Its own role may read it; the platform writes it.
    """

    tenant_id = models.UUIDField(primary_key=True)  # of the live tenant
    tenant_role = models.CharField(max_length=63, unique=True)
    provider = models.CharField(max_length=8, blank=True)
    customer_id = models.CharField(max_length=64, blank=True)
    title_kind = models.CharField(max_length=8, choices=TitleKind.choices, blank=True)
    title = models.CharField(max_length=120, blank=True)  # 抬头
    tax_number = models.CharField(max_length=20, blank=True)  # 税号
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    bank = models.CharField(max_length=120, blank=True)
    bank_account = models.CharField(max_length=40, blank=True)
    mail_to = models.EmailField(blank=True)  # where bills go; empty: to the owners
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "customer_id"],
                condition=~models.Q(customer_id=""),
                name="billing_customer_once",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.tenant_id)
