from django.db import migrations

# Each delivery is rewritten with every attempt: cleaned up by numbers, not by shares of a table that keeps thirty days.
VACUUM = """
ALTER TABLE public.webhooks_delivery SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
ALTER TABLE public.events_outboxentry SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
"""


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_initial"), ("events", "0004_outbox")]

    operations = [migrations.RunSQL(VACUUM, migrations.RunSQL.noop)]
