from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
# The functions take one parameter more; a call without it means what it meant.
OLD = """
DROP FUNCTION IF EXISTS claim_codes(uuid, integer, uuid, smallint, date, timestamptz);
DROP FUNCTION IF EXISTS claim_shared_codes(uuid, integer, uuid, date, timestamptz);
"""
CLAIM = "".join((SQL / file).read_text() for file in ("claim.sql", "claim_shared.sql", "backorders.sql"))
COUNTED = "ALTER TABLE inventory_backorder ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY"


class Migration(migrations.Migration):
    dependencies = [("inventory", "0006_stored_codes")]

    operations = [
        migrations.CreateModel(
            name="Backorder",
            fields=[
                ("owner_id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(editable=False)),
                ("issuance_id", models.UUIDField()),
                ("sku_id", models.UUIDField()),
                ("missing", models.IntegerField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sku_id", "number"], name="backorder_queue"),
                    models.Index(fields=["issuance_id"], name="backorder_issuance"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("missing__gt", 0)), name="backorder_missing")
                ],
            },
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
        migrations.RunSQL(OLD + CLAIM, "DROP FUNCTION claim_waited; DROP FUNCTION await_codes"),
    ]
