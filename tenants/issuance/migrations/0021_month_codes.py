from pathlib import Path

from django.db import migrations, models

from platform_core.kernel.ids import new_id

SQL = Path(__file__).parent.parent / "sql"
# The functions take parameters more; a call without them means what it meant.
OLD = """
DROP FUNCTION IF EXISTS issue_codes(
    uuid, text, bytea, text, integer, bigint, text, text, jsonb, jsonb, text, jsonb, jsonb, bytea, text, integer, jsonb,
    timestamptz, jsonb
);
DROP FUNCTION IF EXISTS fill_backorder(uuid, uuid, date, boolean, bigint, jsonb, text, timestamptz);
"""
NEW = "".join((SQL / name).read_text() for name in ("month_codes.sql", "issue_codes.sql", "fill_backorder.sql"))
# What this month has seen already, in the shop's own calendar.
CARRY_OVER = """
INSERT INTO issuance_monthcodes (id, month, codes)
SELECT gen_random_uuid(), date_trunc('month', max(h.at AT TIME ZONE t.time_zone))::date, sum(h.count)
FROM issuance_issuancehistory h
JOIN issuance_issuance i ON i.id = h.issuance_id
JOIN public.tenancy_tenant t ON t.schema_name = current_schema() AND t.livemode
WHERE h.verb = 'issued' AND i.source <> 'replaced' AND h.count > 0
  AND date_trunc('month', h.at AT TIME ZONE t.time_zone) = date_trunc('month', now() AT TIME ZONE t.time_zone)
HAVING count(*) > 0
"""


class Migration(migrations.Migration):
    dependencies = [("issuance", "0020_kept_because")]

    operations = [
        migrations.CreateModel(
            name="MonthCodes",
            fields=[
                ("id", models.UUIDField(default=new_id, editable=False, primary_key=True, serialize=False)),
                ("month", models.DateField(db_index=True)),
                ("codes", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(OLD + NEW, migrations.RunSQL.noop),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
    ]
