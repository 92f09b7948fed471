from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
FILES = ["claim_shared.sql", "convert_reservation.sql", "issued_code_type.sql", "issued_codes.sql"]
TAKE = "".join((SQL / file).read_text() for file in FILES)
UNDO = """
DROP FUNCTION claim_shared_codes; DROP FUNCTION convert_reservation; DROP FUNCTION issued_codes; DROP TYPE issued_code
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0003_fewer_waits")]

    operations = [migrations.RunSQL(TAKE, UNDO)]
