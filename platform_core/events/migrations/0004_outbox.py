from pathlib import Path

from django.db import migrations, models

PUBLISH = (Path(__file__).parent.parent / "sql" / "publish_event.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("events", "0003_position")]

    operations = [
        migrations.CreateModel(
            name="OutboxEntry",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                ("tenant_role", models.CharField(max_length=63)),
                ("url", models.TextField()),
                ("version", models.CharField(max_length=10)),
            ],
        ),
        migrations.RunSQL(PUBLISH, migrations.RunSQL.noop),
        # What is still to be fanned out stands in the outbox: an index over all events has become a cost of every issue.
        migrations.RemoveIndex("event", "event_unfanned"),
        migrations.RemoveField("event", "fanned_out_at"),
    ]
