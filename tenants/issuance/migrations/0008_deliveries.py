from django.db import migrations, models

import platform_core.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("issuance", "0007_status_index")]

    operations = [
        migrations.CreateModel(
            name="IssuanceDelivery",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("issuance_id", models.UUIDField(db_index=True)),
                ("method", models.CharField(choices=[("link", "取卡链接")], max_length=8)),
                ("created_by", models.CharField(max_length=80)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
        ),
    ]
