from pathlib import Path

from django.db import migrations

POST = (Path(__file__).parent.parent / "sql" / "post_transfer.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("finance", "0003_transfers")]

    operations = [migrations.RunSQL(POST, "DROP FUNCTION post_transfer")]
