from django.db import models


class OutboxText(models.Model):
    """A short message that a demo or a test shop did not really send: number and text, sealed, opened by a look on record."""

    message = models.OneToOneField("notifications.Message", on_delete=models.PROTECT, primary_key=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.message_id)
