from pathlib import Path

from django.db import migrations

BALANCE = (Path(__file__).parent.parent / "sql" / "balance.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("finance", "0001_initial")]

    operations = [migrations.RunSQL(BALANCE, "DROP FUNCTION check_ledger_balance CASCADE")]
