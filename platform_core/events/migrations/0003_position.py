from pathlib import Path

from django.db import migrations, models
from django.db.models.functions import Collate

POSITION = (Path(__file__).parent.parent / "sql" / "position.sql").read_text()
DROP = """
DROP FUNCTION public.event_position_at;
DROP FUNCTION public.event_horizon;
DROP FUNCTION public.event_position;
DROP FUNCTION public.event_shift;
"""
# Rows are only added: without this the pages' "visible to all" marks, which reading from the index alone needs, come late.
VACUUM = "ALTER TABLE public.events_event SET (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000)"


class Migration(migrations.Migration):
    dependencies = [("events", "0002_publish_event")]

    operations = [
        migrations.RunSQL(POSITION, DROP),
        # Events of before all get the position of this migration, and stand there in the order of their ids.
        migrations.AddField(
            model_name="event",
            name="position",
            field=models.BigIntegerField(db_default=models.Func(function="public.event_position"), editable=False),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                Collate("tenant_role", "C"),
                "position",
                "id",
                include=["type", "object_id"],
                name="event_order",
            ),
        ),
        migrations.RunSQL(VACUUM, migrations.RunSQL.noop),
    ]
