from django.db import models


class FactorTries(models.Model):
    """How often somebody's second step was tried of late. In the database: a lost cache opens no door to guessing."""

    user = models.OneToOneField("identity.User", on_delete=models.CASCADE, primary_key=True)
    count = models.IntegerField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.count}"
