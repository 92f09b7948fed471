from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

ISSUE = (Path(__file__).parent.parent / "sql" / "issue_codes.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("issuance", "0015_notify_url")]

    operations = [
        migrations.CreateModel(
            "LineInputs",
            [
                (
                    "line",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="answers",
                        serialize=False,
                        to="issuance.issuanceline",
                    ),
                ),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(ISSUE, migrations.RunSQL.noop),
    ]
