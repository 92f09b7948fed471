from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
CLAIM = (SQL / "claim.sql").read_text() + (SQL / "issued_is_final.sql").read_text()
# Room on each page for the cursor's next versions: moving it stays on the page (HOT) and never grows the table.
STORAGE = """
ALTER TABLE inventory_bucket SET (fillfactor = 20, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE inventory_cardcode ALTER COLUMN sealed SET STORAGE PLAIN;
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial")]

    operations = [
        migrations.RunSQL(CLAIM, "DROP FUNCTION claim_codes; DROP FUNCTION allocate_around_withheld"),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
    ]
