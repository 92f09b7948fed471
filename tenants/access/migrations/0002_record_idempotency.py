from pathlib import Path

from django.db import migrations

RECORD = (Path(__file__).parent.parent / "sql" / "record_idempotency.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [migrations.RunSQL(RECORD, "DROP FUNCTION record_idempotency")]
