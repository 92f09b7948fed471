from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
# The function takes one parameter more; a call without it means what it meant.
OLD = """
DROP FUNCTION IF EXISTS issue_codes(
    uuid, text, bytea, text, integer, bigint, text, text, jsonb, jsonb, text, jsonb, jsonb, bytea, text, integer, jsonb,
    timestamptz
);
"""
ISSUE = (SQL / "issue_codes.sql").read_text() + (SQL / "fill_backorder.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("issuance", "0004_code_path"), ("inventory", "0007_backorders")]

    operations = [
        migrations.AddField("issuanceline", "missing", models.IntegerField(db_default=0)),
        migrations.AlterField(
            "issuance",
            "status",
            models.CharField(
                choices=[
                    ("awaiting_stock", "等待补货"),
                    ("processing", "处理中"),
                    ("completed", "已完成"),
                    ("partially_completed", "部分完成"),
                    ("failed", "失败"),
                    ("canceled", "已取消"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField("issuancehistory", "status", models.CharField(max_length=20)),
        migrations.RunSQL(OLD + ISSUE, "DROP FUNCTION fill_backorder"),
    ]
