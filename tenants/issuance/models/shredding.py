from django.db import models


class Shredding(models.Model):
    """How far the codes of a shop were shredded: one row a shop. ``past``: the last issuance that was gone through, in the order of ids."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    past = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="shredding_single")]

    def __str__(self) -> str:
        return str(self.past)
