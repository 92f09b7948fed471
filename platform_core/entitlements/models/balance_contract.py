from django.db import models


class BalanceContract(models.Model):
    """The licensed institution that holds what buyers of a merchant top up; without it nobody may (PAY-02).

    Written by the platform's staff alone, after they saw the contract; the merchant's own role may read it.
    """

    tenant_id = models.UUIDField(primary_key=True)
    tenant_role = models.CharField(max_length=63)
    institution = models.CharField(max_length=120)
    number = models.CharField(max_length=80)
    good_until = models.DateField()
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.institution} {self.number}"
