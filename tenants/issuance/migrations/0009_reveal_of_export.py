from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("issuance", "0008_deliveries"),
    ]

    operations = [
        migrations.AddField(
            model_name="reveal",
            name="export_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="reveal",
            name="issuance_id",
            field=models.UUIDField(db_index=True, null=True),
        ),
    ]
