from django.db import models


class LineInputs(models.Model):
    """What the buyer of a line answered to what its SKU asks for (充值账号 …), sealed: it is about a person."""

    line = models.OneToOneField(
        "issuance.IssuanceLine",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="answers",
        db_constraint=False,
    )
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.line_id)
