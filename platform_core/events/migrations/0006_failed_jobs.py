from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0005_listeners")]

    operations = [
        migrations.AddIndex(
            "job",
            models.Index(
                fields=["failed_at"],
                name="job_failed",
                condition=models.Q(done_at__isnull=True, failed_at__isnull=False),
            ),
        ),
    ]
