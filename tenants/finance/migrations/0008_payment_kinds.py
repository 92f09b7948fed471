from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("finance", "0007_payment_accounts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="ledgertransfer",
            name="kind",
            field=models.SmallIntegerField(
                choices=[
                    (1, "发卡"),
                    (2, "收款"),
                    (3, "入库"),
                    (4, "撤销入库"),
                    (5, "预留卡密下架"),
                    (6, "未售卡密作废"),
                    (7, "激活"),
                    (8, "核销"),
                    (9, "撤销核销"),
                    (10, "卡密作废"),
                    (11, "退款"),
                    (12, "分账待付"),
                    (13, "分账完成"),
                    (14, "分账取消"),
                    (15, "分账回退"),
                    (16, "退款到账"),
                    (17, "争议冻结"),
                    (18, "争议胜诉"),
                    (19, "争议败诉"),
                    (20, "待查收款"),
                    (21, "待查款项处理"),
                ]
            ),
        ),
    ]
