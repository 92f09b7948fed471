from pathlib import Path

from django.db import migrations

OWN = (Path(__file__).parent.parent / "sql" / "own_entitlement.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("entitlements", "0003_limits")]

    operations = [migrations.RunSQL(OWN, migrations.RunSQL.noop)]
