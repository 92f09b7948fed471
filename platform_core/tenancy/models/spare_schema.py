from django.db import models


class SpareSchema(models.Model):
    """A schema with its role, built ahead of need; a sign-up takes one and is done in milliseconds.

    Its name is already final (a random id, never text of a user), so nothing is renamed.
    """

    schema_name = models.CharField(max_length=63, primary_key=True)
    role_name = models.CharField(max_length=63, unique=True)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.schema_name
