from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_reveal_limit")]

    operations = [
        migrations.AddField(
            "sku",
            "input_schema",
            models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            "sku",
            "quantity_multiple",
            models.IntegerField(db_default=1, default=1, help_text="Sold in packs of so many"),
        ),
        migrations.AddConstraint(
            "sku", models.CheckConstraint(condition=models.Q(("quantity_multiple__gte", 1)), name="sku_packs")
        ),
    ]
