from django.db import models


class CodePrint(models.Model):
    """The keyed print of a code that some shop has or had; nobody but a function of the database reads it for a shop.

    ``lot_id``: the ``ScreenedLot``; ``place``: of the code in it, negative where the print is of a secret alone whose code has a
    card number, 0 where several codes have that secret, so that it says nothing. Narrow on purpose: there are as many as codes.
    """

    print = models.UUIDField(primary_key=True)
    lot_id = models.IntegerField()
    place = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.lot_id}/{self.place}"
