from pathlib import Path

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models

CLAIM = (Path(__file__).parent.parent / "sql" / "claim.sql").read_text()
FOLLOWERS = """
UPDATE inventory_bucket b SET followers = f.followers
FROM (SELECT id, count(*) OVER (PARTITION BY lot_id) - row_number() OVER (PARTITION BY lot_id ORDER BY id) AS followers
      FROM inventory_bucket) f
WHERE f.id = b.id AND f.followers > 0
"""
# One index finds an owner's ranges and keeps them in order; Django cannot make a composite key out of a plain one.
PLACE = "int8range((lot_id << 32) + lower(span), (lot_id << 32) + upper(span))"
KEY = f"""
ALTER TABLE inventory_allocation DROP CONSTRAINT inventory_allocation_pkey;
ALTER TABLE inventory_allocation ADD PRIMARY KEY (owner_id, id);
DROP INDEX allocation_owner;
ALTER TABLE inventory_allocation DROP CONSTRAINT allocation_once;
ALTER TABLE inventory_allocation ADD CONSTRAINT allocation_once EXCLUDE USING gist (({PLACE}) WITH &&);
"""
SAME_TABLE = [
    migrations.DeleteModel(name="Allocation"),
    migrations.CreateModel(
        name="Allocation",
        fields=[
            (
                "pk",
                models.CompositePrimaryKey(
                    "owner_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                ),
            ),
            ("id", models.BigIntegerField(editable=False)),
            ("owner_id", models.UUIDField()),
            ("kind", models.SmallIntegerField(choices=[(1, "已预留"), (2, "已发出")])),
            ("sku_id", models.UUIDField()),
            ("lot_id", models.BigIntegerField()),
            ("span", django.contrib.postgres.fields.ranges.IntegerRangeField()),
            ("created_at", models.DateTimeField()),
        ],
        options={
            "constraints": [
                django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[(models.Func(template=PLACE), "&&")],
                    name="allocation_once",
                )
            ],
        },
    ),
]


class Migration(migrations.Migration):
    dependencies = [("inventory", "0002_claim")]

    operations = [
        migrations.AddField("bucket", "followers", models.SmallIntegerField(default=0)),
        migrations.RunSQL(FOLLOWERS, migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState([migrations.RunSQL(KEY)], SAME_TABLE),
        migrations.RunSQL(CLAIM, migrations.RunSQL.noop),
    ]
