from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
FILES = ["store_generated.sql", "issued_codes.sql", "stored_codes.sql", "withhold.sql"]
STORED = "".join((SQL / file).read_text() for file in FILES)
UNDO = """
DROP FUNCTION release_withheld; DROP FUNCTION withhold_code; DROP FUNCTION codes_saying; DROP FUNCTION codes_named;
DROP FUNCTION codes_at; DROP TYPE stored_code; DROP FUNCTION store_generated
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0005_generated_code"), ("compliance", "0002_functions")]

    operations = [migrations.RunSQL(STORED, UNDO)]
