from django.db import models

from tenants.inventory.enums import Halt, Shelf


class Lot(models.Model):
    """Codes that are alike for selling: one import, one expiry date. Holds ``size`` codes at positions 1..size.

    ``told_soon`` and ``told_over``: up to which position it was told of issued codes that their last day comes, or is over.
    ``shelf``: what became of the unsold rest, all at once; ``voided``: how many were written off by that. ``moved``: so many went to
    another SKU, as a lot whose ``moved_from`` is this one. ``halt``: the platform keeps it off the shelf, where it is "held" then;
    ``halted_from``: what it was before. ``screened``: up to which position its codes were looked up in the register of prints.
    ``gone_at``: since when nothing of it is sold any more (written off, or its import undone). What its unsold codes say is destroyed
    a while later (``shredded_at``), ``shredded``: up to which position; ``looked_at``: when they were last kept back.
    """

    id = models.BigAutoField(primary_key=True)
    code_import = models.ForeignKey(
        "inventory.CodeImport", on_delete=models.PROTECT, related_name="lots", db_constraint=False
    )
    sku_id = models.UUIDField(db_index=True)
    supplier_id = models.UUIDField(db_index=True)
    expires_on = models.DateField(null=True)
    size = models.IntegerField()
    unit_cost = models.BigIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)
    shelf = models.CharField(max_length=10, choices=Shelf.choices, default=Shelf.OPEN, db_default=Shelf.OPEN)
    voided = models.IntegerField(default=0, db_default=0)
    moved = models.IntegerField(default=0, db_default=0)
    moved_from = models.BigIntegerField(null=True)
    halt = models.CharField(max_length=12, choices=Halt.choices, default="", db_default="", blank=True)
    halt_reason = models.CharField(max_length=200, default="", db_default="", blank=True)
    halted_from = models.CharField(max_length=10, choices=Shelf.choices, default=Shelf.OPEN, db_default=Shelf.OPEN)
    screened = models.IntegerField(default=0, db_default=0)
    created_at = models.DateTimeField()
    told_soon = models.IntegerField(default=0, db_default=0)
    told_over = models.IntegerField(default=0, db_default=0)
    gone_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    shredded = models.IntegerField(default=0, db_default=0)
    shredded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_on"],
                name="lot_ending",
                condition=models.Q(expires_on__isnull=False, told_over__lt=models.F("size")),
            ),
            models.Index(fields=["sku_id"], name="lot_off_shelf", condition=~models.Q(shelf=Shelf.OPEN)),
            models.Index(fields=["halt"], name="lot_halted", condition=~models.Q(halt="")),
            models.Index(
                fields=["gone_at"],
                name="lot_to_shred",
                condition=models.Q(gone_at__isnull=False, shredded__lt=models.F("size")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} x{self.size}"
