from django.db import migrations, models

# LOG-01: what is a security log is kept for six months at least. Shops that had set less keep what is still there from now on.
LENGTHEN = "UPDATE access_shopsettings SET request_log_days = 183 WHERE request_log_days < 183"


class Migration(migrations.Migration):
    dependencies = [("access", "0015_large_purchases")]

    operations = [
        migrations.RemoveConstraint(model_name="shopsettings", name="shop_settings_days"),
        migrations.RunSQL(LENGTHEN, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="shopsettings", name="request_log_days", field=models.SmallIntegerField(default=183)
        ),
        migrations.AddConstraint(
            model_name="shopsettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("request_log_days__gte", 183), ("request_log_days__lte", 1095)),
                name="shop_settings_days",
            ),
        ),
    ]
