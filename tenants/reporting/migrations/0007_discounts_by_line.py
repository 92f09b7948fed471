from pathlib import Path

from django.db import migrations

FIGURES = (Path(__file__).parent.parent / "sql" / "figures.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("reporting", "0006_sheet_exports"), ("orders", "0008_coupons")]

    operations = [migrations.RunSQL(FIGURES, migrations.RunSQL.noop)]
