from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
# It reads columns that came later: its body is looked at when it is called.
FIGURES = "SET LOCAL check_function_bodies = off;\n" + (SQL / "figures.sql").read_text()
# Whose the transfers of the account of suppliers were that were booked before their entries were.
ENTRIES = (SQL / "earlier_supplier_entries.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0001_initial"),
        ("finance", "0014_day_totals_and_suppliers"),
        ("inventory", "0010_number_prints"),
        ("issuance", "0016_line_inputs"),
        ("payments", "0006_disputed_balances"),
        ("orders", "0004_shared_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="FiguredDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("zone", models.CharField(max_length=64)),
                ("until", models.DateTimeField()),
                ("transfers", models.IntegerField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SalesFigure",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "day",
                        "sku_id",
                        "supplier_id",
                        "source",
                        "currency",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField()),
                ("sku_id", models.UUIDField()),
                ("supplier_id", models.UUIDField()),
                (
                    "source",
                    models.CharField(
                        choices=[("api", "接口"), ("order", "店铺订单"), ("console", "后台"), ("replaced", "换卡")],
                        max_length=8,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("orders", models.IntegerField()),
                ("quantity", models.IntegerField()),
                ("gross", models.BigIntegerField()),
                ("discounts", models.BigIntegerField()),
                ("refunds", models.BigIntegerField()),
                ("cost", models.BigIntegerField()),
                ("fees", models.BigIntegerField()),
                ("commission", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(FIGURES, "DROP FUNCTION sales_figures; DROP FUNCTION part_of"),
        migrations.RunSQL(ENTRIES, migrations.RunSQL.noop),
    ]
