from pathlib import Path

from django.db import migrations

PUBLISH = (Path(__file__).parent.parent / "sql" / "publish_event.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [migrations.RunSQL(PUBLISH, "DROP FUNCTION public.publish_event")]
