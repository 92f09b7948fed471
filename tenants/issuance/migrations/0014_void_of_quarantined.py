from pathlib import Path

from django.db import migrations

PATH = (Path(__file__).parent.parent / "sql" / "code_may_move.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("issuance", "0013_bulk_voids")]

    operations = [migrations.RunSQL(PATH, migrations.RunSQL.noop)]
