from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
ISSUE = (SQL / "issue_codes.sql").read_text() + (SQL / "fill_backorder.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("issuance", "0016_line_inputs")]

    operations = [
        migrations.AddField("issuanceline", "discount", models.BigIntegerField(db_default=0, default=0)),
        migrations.RunSQL(ISSUE, migrations.RunSQL.noop),
    ]
