from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

PUBLISH = (Path(__file__).parent.parent / "sql" / "publish_event.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("events", "0004_outbox")]

    operations = [
        migrations.CreateModel(
            name="Listener",
            fields=[
                ("tenant_role", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("patterns", django.contrib.postgres.fields.ArrayField(models.CharField(max_length=66), size=None)),
            ],
        ),
        migrations.RunSQL(PUBLISH, migrations.RunSQL.noop),
    ]
