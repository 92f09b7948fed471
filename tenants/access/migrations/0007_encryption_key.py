from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0006_idempotency_age")]

    operations = [migrations.AddField("apikey", "encryption_key", models.JSONField(null=True))]
