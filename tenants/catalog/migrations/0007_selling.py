from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_asked_for")]

    operations = [
        migrations.AddField(
            "product",
            "purchase_mode",
            models.CharField(
                choices=[("reserve_first", "先占库存后付款"), ("pay_first", "先付款后取卡")],
                db_default="reserve_first",
                default="reserve_first",
                max_length=16,
            ),
        ),
        migrations.AddField(
            "product",
            "fulfilment",
            models.CharField(
                choices=[("automatic", "自动发货"), ("manual", "人工发货")],
                db_default="automatic",
                default="automatic",
                max_length=12,
            ),
        ),
    ]
