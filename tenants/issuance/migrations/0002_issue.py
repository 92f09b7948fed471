from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
ISSUE = (SQL / "reveal_codes.sql").read_text() + (SQL / "issue_codes.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("issuance", "0001_initial"),
        ("access", "0002_record_idempotency"),
        ("events", "0002_publish_event"),
        ("finance", "0004_post_transfer"),
        ("inventory", "0004_take_codes"),
    ]

    operations = [migrations.RunSQL(ISSUE, "DROP FUNCTION issue_codes; DROP FUNCTION reveal_codes")]
