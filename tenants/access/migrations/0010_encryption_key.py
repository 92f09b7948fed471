from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0009_key_expiry_told")]

    operations = [migrations.AddField("apikey", "encryption_key", models.JSONField(null=True))]
