from pathlib import Path

import django.db.models.functions.datetime
from django.db import migrations, models

WITHHOLD = (Path(__file__).parent.parent / "sql" / "withhold.sql").read_text()
# What was off the shelf before begins to count now where nobody wrote down since when: never too early.
BEGIN = """
UPDATE inventory_lot l SET gone_at = CASE WHEN l.withdrawn THEN coalesce(i.finished_at, now()) ELSE now() END
FROM inventory_codeimport i WHERE i.id = l.code_import_id AND (l.withdrawn OR l.shelf = 'voided')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0014_halted_lots"),
    ]

    operations = [
        migrations.AddField(
            model_name="lot",
            name="gone_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="lot",
            name="looked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="lot",
            name="shredded",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="lot",
            name="shredded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sharedcode",
            name="looked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sharedcode",
            name="shredded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="withheldcode",
            name="looked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="withheldcode",
            name="shredded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="withheldcode",
            name="since",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(
                condition=models.Q(("gone_at__isnull", False), ("shredded__lt", models.F("size"))),
                fields=["gone_at"],
                name="lot_to_shred",
            ),
        ),
        migrations.AddIndex(
            model_name="withheldcode",
            index=models.Index(
                condition=models.Q(
                    models.Q(("reason", "voided"), ("reason", "exported"), _connector="OR"),
                    ("shredded_at__isnull", True),
                ),
                fields=["since"],
                name="withheld_to_shred",
            ),
        ),
        migrations.RunSQL(WITHHOLD, migrations.RunSQL.noop),
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
    ]
