from pathlib import Path

from django.db import migrations, models

SQL = (Path(__file__).parent.parent / "sql" / "shown.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("compliance", "0025_shop_place")]

    operations = [
        migrations.AddIndex(model_name="screening", index=models.Index(fields=["at"], name="screening_at")),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
