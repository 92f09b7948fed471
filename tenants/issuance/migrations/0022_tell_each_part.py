from pathlib import Path

from django.db import migrations

FILL = (Path(__file__).parent.parent / "sql" / "fill_backorder.sql").read_text()


class Migration(migrations.Migration):
    """Each time that a waiting line gets codes is told: what is used is counted from events."""

    dependencies = [("issuance", "0021_month_codes")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
