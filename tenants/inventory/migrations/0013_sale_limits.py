from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
CLAIM = "".join((SQL / file).read_text() for file in ("claim.sql", "claim_shared.sql"))


class Migration(migrations.Migration):
    dependencies = [("inventory", "0012_contract_ends")]

    operations = [migrations.RunSQL(CLAIM, migrations.RunSQL.noop)]
