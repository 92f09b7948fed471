from pathlib import Path

from django.db import migrations

FIGURES = (Path(__file__).parent.parent / "sql" / "figures.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_payout_bookings"), ("orders", "0008_coupons")]

    operations = [migrations.RunSQL(FIGURES, migrations.RunSQL.noop)]
