from django.db import migrations, models

import platform_core.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_api_version_pin"),
    ]

    operations = [
        migrations.CreateModel(
            name="RequestLogEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key_id", models.UUIDField()),
                ("method", models.CharField(max_length=7)),
                ("operation", models.CharField(max_length=80)),
                ("path", models.CharField(max_length=300)),
                ("query", models.TextField()),
                ("status", models.SmallIntegerField()),
                ("duration_ms", models.IntegerField()),
                ("ip", models.GenericIPAddressField(null=True)),
                ("user_agent", models.CharField(max_length=200)),
                ("version", models.CharField(max_length=10)),
                ("external_id", models.CharField(max_length=64, null=True)),
                ("problem", models.CharField(max_length=60)),
                ("idempotency_key", models.CharField(max_length=64)),
                ("replayed", models.BooleanField()),
                ("original_request", models.CharField(max_length=30)),
                ("content_type", models.CharField(max_length=40)),
                ("request_bytes", models.IntegerField()),
                ("request_body", models.TextField()),
                ("request_omitted", models.CharField(max_length=12)),
                ("response_bytes", models.IntegerField()),
                ("response_body", models.TextField()),
                ("response_omitted", models.CharField(max_length=12)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("external_id__isnull", False)),
                        fields=["external_id", "id"],
                        name="requestlog_external_id",
                    ),
                    models.Index(condition=models.Q(("status__gte", 400)), fields=["id"], name="requestlog_refused"),
                ],
            },
        ),
    ]
