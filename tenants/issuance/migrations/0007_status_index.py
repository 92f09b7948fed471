from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("issuance", "0006_batches")]

    operations = [
        migrations.AddIndex(
            "issuance",
            models.Index(
                fields=["status", "id"],
                name="issuance_odd",
                condition=models.Q(("status", "completed"), _negated=True),
            ),
        ),
    ]
