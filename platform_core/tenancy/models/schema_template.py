from django.db import models


class SchemaTemplate(models.Model):
    """The SQL that makes a tenant's schema, dumped from a migrated one; newest row wins.

    ``digest`` is of the applied migrations, so that a deploy knows whether it must dump again.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    sql = models.TextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest
