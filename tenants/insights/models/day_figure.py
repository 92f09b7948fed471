from django.db import models


class DayFigure(models.Model):
    """What visitors and buyers did on a day of the shop that is over; counted once, and anew at will.

    ``views``: of products. ``placed``: orders. ``paid``: orders, by when they were paid. ``buyers``: who paid, each once;
    ``new_buyers``: for the first time ever. ``buyers_30``, ``repeat_30``: who paid in the 30 days that end with this one, and who
    of them did so more than once. Numbers alone: who they were is not kept. Days follow one another without gaps.
    """

    day = models.DateField(primary_key=True)
    zone = models.CharField(max_length=64)
    views = models.IntegerField()
    placed = models.IntegerField()
    paid = models.IntegerField()
    buyers = models.IntegerField()
    new_buyers = models.IntegerField()
    buyers_30 = models.IntegerField()
    repeat_30 = models.IntegerField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day} {self.paid}"
