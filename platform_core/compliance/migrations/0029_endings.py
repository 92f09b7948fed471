from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
FILES = ("retention.sql", "audit_cuts.sql", "exports.sql", "endings.sql")


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0028_decisions_and_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="merchantfile",
            name="purged_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="authorityexport",
            name="forgotten_at",
            field=models.DateTimeField(null=True),
        ),
        *[migrations.RunSQL((SQL / file).read_text(), migrations.RunSQL.noop) for file in FILES],
    ]
