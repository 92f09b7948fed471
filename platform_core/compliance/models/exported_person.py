from django.db import models


class ExportedPerson(models.Model):
    """A buyer of a shop who was named to an authority in a year: counted once, however often (PI-03). ``person``: a keyed print."""

    year = models.PositiveSmallIntegerField()
    tenant_role = models.CharField(max_length=63)
    person = models.BinaryField(max_length=16)
    export_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "tenant_role", "person"], name="exported_person_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.tenant_role}"
