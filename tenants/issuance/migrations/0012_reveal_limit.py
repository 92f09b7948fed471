from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
# The function takes one parameter more; a call without it means what it meant.
OLD = "DROP FUNCTION IF EXISTS reveal_codes(uuid, uuid, uuid[], integer, integer, text, inet, jsonb, timestamptz);"
OF_ISSUE = (SQL / "issue_codes.sql").read_text()
COUNT = (SQL / "count_reveals.sql").read_text()
REVEAL = (SQL / "reveal_codes.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("issuance", "0011_delivery_by_mail"), ("catalog", "0005_reveal_limit")]

    operations = [
        migrations.CreateModel(
            name="RevealCount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "line_id", "fingerprint", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("line_id", models.UUIDField()),
                ("fingerprint", models.BinaryField(max_length=16)),
                ("count", models.SmallIntegerField()),
            ],
        ),
        migrations.RunSQL(OLD + COUNT + REVEAL + OF_ISSUE, "DROP FUNCTION count_reveals"),
    ]
