import django.db.models.deletion
from django.db import migrations, models

import platform_core.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GatewayAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "gateway",
                    models.CharField(
                        choices=[
                            ("sandbox", "沙箱支付"),
                            ("stripe", "Stripe"),
                            ("wechatpay", "微信支付"),
                            ("alipay", "支付宝"),
                        ],
                        max_length=16,
                        unique=True,
                    ),
                ),
                ("enabled", models.BooleanField(default=False)),
                ("settings", models.JSONField(default=dict)),
                ("secrets", models.BinaryField(default=b"")),
                ("methods", models.JSONField(default=list)),
                ("commission", models.SmallIntegerField(default=0)),
                ("commission_receiver", models.CharField(blank=True, max_length=64)),
                ("position", models.SmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["position", "gateway"],
            },
        ),
        migrations.CreateModel(
            name="GatewayRefund",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True)),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "退款中"), ("succeeded", "已退款"), ("failed", "退款失败")],
                        default="pending",
                        max_length=12,
                    ),
                ),
                ("ours", models.BooleanField(default=True)),
                ("provider_id", models.CharField(max_length=64, null=True, unique=True)),
                ("reason", models.CharField(blank=True, max_length=80)),
                ("failure", models.CharField(blank=True, max_length=80)),
                ("actor", models.CharField(max_length=254)),
                ("created_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PaymentSplit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True)),
                (
                    "role",
                    models.CharField(choices=[("platform", "平台佣金"), ("supplier", "供应商结算")], max_length=12),
                ),
                ("receiver", models.CharField(max_length=64)),
                ("supplier_id", models.UUIDField(null=True)),
                ("amount", models.BigIntegerField()),
                ("returned", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "待分账"),
                            ("sending", "分账中"),
                            ("succeeded", "已分账"),
                            ("returned", "已回退"),
                            ("failed", "分账失败"),
                        ],
                        default="pending",
                        max_length=12,
                    ),
                ),
                ("provider_id", models.CharField(blank=True, max_length=64)),
                ("reason", models.CharField(blank=True, max_length=80)),
                ("created_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SupplierReceiver",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("supplier_id", models.UUIDField()),
                (
                    "gateway",
                    models.CharField(
                        choices=[
                            ("sandbox", "沙箱支付"),
                            ("stripe", "Stripe"),
                            ("wechatpay", "微信支付"),
                            ("alipay", "支付宝"),
                        ],
                        max_length=16,
                    ),
                ),
                ("receiver", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            "gatewaynotice",
            "kind",
            models.CharField(
                choices=[
                    ("paid", "付款成功"),
                    ("closed", "付款关闭"),
                    ("refunded", "退款成功"),
                    ("refund_failed", "退款失败"),
                    ("disputed", "发起争议"),
                    ("dispute_won", "争议胜诉"),
                    ("dispute_lost", "争议败诉"),
                    ("other", "其他通知"),
                ],
                db_default="paid",
                max_length=16,
            ),
        ),
        migrations.AddField("gatewaynotice", "reason", models.CharField(blank=True, db_default="", max_length=80)),
        migrations.AddField(
            "gatewaynotice", "refund_number", models.CharField(blank=True, db_default="", max_length=32)
        ),
        migrations.AddField("payment", "checked_at", models.DateTimeField(null=True)),
        migrations.AddField("payment", "expires_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "payment",
            "method",
            models.CharField(
                choices=[
                    ("sandbox", "沙箱支付（演示，不扣款）"),
                    ("card", "银行卡"),
                    ("stripe_alipay", "支付宝（Stripe）"),
                    ("stripe_wechat", "微信支付（Stripe）"),
                    ("wechat_native", "微信扫码"),
                    ("wechat_h5", "微信支付"),
                    ("wechat_jsapi", "微信内支付"),
                    ("alipay_page", "支付宝网页"),
                    ("alipay_wap", "支付宝"),
                    ("alipay_qr", "支付宝扫码"),
                ],
                default="sandbox",
                max_length=16,
            ),
        ),
        migrations.AddField("payment", "paid_amount", models.BigIntegerField(null=True)),
        migrations.AddField("payment", "provider_session", models.CharField(blank=True, db_default="", max_length=255)),
        migrations.AddField(
            "payment", "session", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)
        ),
        migrations.AlterField(
            "gatewaynotice",
            "outcome",
            models.CharField(
                choices=[
                    ("settled", "已入账"),
                    ("repeated", "重复通知"),
                    ("wrong_amount", "金额不符"),
                    ("unknown_payment", "未知付款"),
                    ("late", "超时付款"),
                    ("early", "先到，等待付款通知"),
                    ("noted", "已记录"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            "payment",
            "order_id",
            models.UUIDField(db_index=True, null=True),
        ),
        migrations.AlterField(
            "payment",
            "state",
            models.CharField(
                choices=[
                    ("created", "待支付"),
                    ("succeeded", "已支付"),
                    ("closed", "已关闭"),
                    ("abnormal", "异常待处理"),
                ],
                default="created",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(condition=models.Q(("state", "created")), fields=["created_at"], name="payment_open"),
        ),
        migrations.AddConstraint(
            model_name="gatewayaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(("commission__gte", 0), ("commission__lte", 3000)), name="account_commission"
            ),
        ),
        migrations.AddField(
            "gatewayrefund",
            "payment",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="payments.payment"
            ),
        ),
        migrations.AddField(
            "paymentsplit",
            "payment",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="splits", to="payments.payment"
            ),
        ),
        migrations.AddConstraint(
            model_name="supplierreceiver",
            constraint=models.UniqueConstraint(fields=("supplier_id", "gateway"), name="receiver_once"),
        ),
        migrations.AddIndex(
            model_name="gatewayrefund",
            index=models.Index(condition=models.Q(("state", "pending")), fields=["created_at"], name="refund_open"),
        ),
        migrations.AddConstraint(
            model_name="gatewayrefund",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="gateway_refund_amount"),
        ),
        migrations.AddIndex(
            model_name="paymentsplit",
            index=models.Index(
                condition=models.Q(("state", "pending"), ("state", "sending"), _connector="OR"),
                fields=["created_at"],
                name="split_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentsplit",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("returned__gte", 0), ("returned__lte", models.F("amount"))),
                name="split_amounts",
            ),
        ),
    ]
