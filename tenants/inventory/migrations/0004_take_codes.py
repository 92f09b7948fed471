from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
TAKE = (SQL / "claim_shared.sql").read_text() + (SQL / "convert_reservation.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("inventory", "0003_fewer_waits")]

    operations = [migrations.RunSQL(TAKE, "DROP FUNCTION claim_shared_codes; DROP FUNCTION convert_reservation")]
