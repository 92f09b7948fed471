from pathlib import Path

from django.db import migrations, models

ISSUE = (Path(__file__).parent.parent / "sql" / "issue_codes.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("issuance", "0014_void_of_quarantined")]

    operations = [
        migrations.AddField("issuance", "notify_url", models.TextField(null=True)),
        migrations.AddField("issuance", "notify_version", models.CharField(max_length=10, null=True)),
        migrations.RunSQL(ISSUE, migrations.RunSQL.noop),
    ]
