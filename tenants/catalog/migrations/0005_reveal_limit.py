from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_sku_sequence")]

    operations = [
        migrations.AddField("product", "reveal_limit", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddConstraint(
            "product",
            models.CheckConstraint(condition=models.Q(("reveal_limit__gte", 1)), name="product_reveal_limit"),
        ),
        migrations.RunSQL((SQL / "reveal_limit.sql").read_text(), "DROP FUNCTION reveal_limit_of"),
    ]
