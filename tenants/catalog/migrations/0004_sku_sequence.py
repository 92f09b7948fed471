from django.db import migrations, models

# Events went by the version until now: they go on from there.
GO_ON = "UPDATE catalog_sku SET sequence = version"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_terms")]

    operations = [
        migrations.AddField("sku", "sequence", models.IntegerField(default=0, db_default=0)),
        migrations.RunSQL(GO_ON, migrations.RunSQL.noop),
    ]
