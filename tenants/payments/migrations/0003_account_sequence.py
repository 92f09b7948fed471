from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_gateways")]

    operations = [migrations.AddField("gatewayaccount", "sequence", models.IntegerField(db_default=0, default=0))]
