from pathlib import Path

from django.db import migrations

ASK = (Path(__file__).parent.parent / "sql" / "sale_standing.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("compliance", "0030_reverification"), ("entitlements", "0003_limits")]

    operations = [migrations.RunSQL(ASK, migrations.RunSQL.noop)]
