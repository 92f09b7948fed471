from django.db import models


class FailedLogIn(models.Model):
    """How often somebody failed to log in with a contact since a moment, whether or not an account has it."""

    contact_hash = models.BinaryField(max_length=16, primary_key=True)
    failures = models.IntegerField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.failures)
