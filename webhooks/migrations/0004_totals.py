from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0003_endpoints")]

    operations = [
        migrations.CreateModel(
            name="AttemptTotal",
            fields=[
                ("id", models.SmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("until", models.DateTimeField()),
                ("succeeded", models.BigIntegerField(default=0)),
                ("failed", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddIndex("tally", models.Index(fields=["span", "at"], name="tally_at")),
    ]
