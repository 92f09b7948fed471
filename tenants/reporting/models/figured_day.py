from django.db import models


class FiguredDay(models.Model):
    """A closed day whose figures are kept. In order and without gaps, as ``DayClose``; ``transfers``: of the day as it was closed then."""

    day = models.DateField(primary_key=True)
    zone = models.CharField(max_length=64)
    transfers = models.IntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day} {self.transfers}"
