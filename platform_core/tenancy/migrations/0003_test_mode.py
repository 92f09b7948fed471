import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0002_signup_plan")]

    operations = [
        migrations.AddField(
            model_name="tenant",
            name="clock_ahead",
            field=models.DurationField(db_default=datetime.timedelta(0), default=datetime.timedelta(0)),
        ),
        migrations.AddField(
            model_name="tenant",
            name="test_goods",
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name="tenant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("clock_ahead", datetime.timedelta(0)),
                    models.Q(("clock_ahead__gt", datetime.timedelta(0)), ("livemode", False)),
                    _connector="OR",
                ),
                name="tenant_clock",
            ),
        ),
    ]
