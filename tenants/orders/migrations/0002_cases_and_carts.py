import django.db.models.deletion
from django.db import migrations, models

import platform_core.kernel.ids

# Cases that were opened before: numbered by their ids, due a day after they were opened.
FILL = """
UPDATE orders_abnormalcase
SET number = 'C' || upper(right(replace(id::text, '-', ''), 16)), due_at = opened_at + interval '1 day',
    status = CASE WHEN closed_at IS NULL THEN 'open' ELSE 'closed' END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("action", models.CharField(blank=True, max_length=24)),
                ("text", models.CharField(blank=True, max_length=1000)),
                ("author", models.CharField(max_length=254)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AlterModelOptions(
            name="orderline",
            options={"ordering": ["id"]},
        ),
        migrations.RemoveIndex(
            model_name="abnormalcase",
            name="case_open",
        ),
        migrations.AddField(
            model_name="abnormalcase",
            name="assignee",
            field=models.CharField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="abnormalcase",
            name="closed_by",
            field=models.CharField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="abnormalcase",
            name="code_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="abnormalcase",
            name="due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="abnormalcase",
            name="number",
            field=models.CharField(max_length=20, null=True),
        ),
        migrations.AddField(
            model_name="abnormalcase",
            name="opened_by",
            field=models.CharField(default="system", max_length=254),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="abnormalcase",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("delivered", "已补发"),
                    ("refunded", "已退款"),
                    ("replaced", "已换卡"),
                    ("dismissed", "无需处理"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="abnormalcase",
            name="payment_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="abnormalcase",
            name="status",
            field=models.CharField(
                choices=[("open", "待处理"), ("waiting", "等待补货"), ("refunding", "退款中"), ("closed", "已结案")],
                default="open",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="address_hash",
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name="order",
            name="buyer_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="order",
            name="contact_type",
            field=models.CharField(
                choices=[("any", "任意"), ("phone", "手机"), ("email", "邮箱"), ("qq", "QQ")],
                db_default="any",
                default="any",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="refunded",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="order",
            name="terms_accepted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="order",
            name="terms_digest",
            field=models.CharField(blank=True, db_default="", max_length=16),
        ),
        migrations.AddField(
            model_name="orderline",
            name="fulfilment",
            field=models.CharField(
                choices=[("automatic", "自动发货"), ("manual", "人工发货")],
                db_default="automatic",
                default="automatic",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="orderline",
            name="handed_over",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="orderline",
            name="handed_over_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="orderline",
            name="handed_over_by",
            field=models.CharField(blank=True, db_default="", max_length=254),
        ),
        migrations.AddField(
            model_name="orderline",
            name="inputs",
            field=models.BinaryField(null=True),
        ),
        migrations.AlterField(
            model_name="abnormalcase",
            name="reason",
            field=models.CharField(
                choices=[
                    ("paid_without_stock", "已付款但无库存"),
                    ("wrong_amount", "付款金额不符"),
                    ("unknown_payment", "未知付款"),
                    ("paid_twice", "重复付款"),
                    ("buyer_says_paid", "买家称已付款"),
                    ("code_reported", "卡密无法使用"),
                    ("refund_failed", "退款失败"),
                    ("refunded_elsewhere", "在支付机构后台退款"),
                    ("disputed", "买家发起争议"),
                    ("split_failed", "分账失败"),
                    ("manual_overdue", "人工发货超时"),
                ],
                max_length=24,
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="status",
            field=models.CharField(
                choices=[
                    ("pending_payment", "待支付"),
                    ("paid", "已支付待发货"),
                    ("processing", "处理中"),
                    ("completed", "已完成"),
                    ("canceled", "已关闭"),
                    ("abnormal", "异常待处理"),
                    ("partially_refunded", "部分退款"),
                    ("refunded", "已退款"),
                ],
                default="pending_payment",
                max_length=20,
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("abnormalcase", "number", models.CharField(max_length=20, unique=True)),
        migrations.AlterField("abnormalcase", "due_at", models.DateTimeField()),
        migrations.AddIndex(
            model_name="abnormalcase",
            index=models.Index(
                condition=models.Q(("status", "closed"), _negated=True), fields=["due_at"], name="case_due"
            ),
        ),
        migrations.AddIndex(
            model_name="abnormalcase",
            index=models.Index(fields=["-opened_at"], name="case_newest"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("status", "pending_payment")), fields=["address_hash"], name="order_address"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("buyer_id__isnull", False)), fields=["buyer_id", "-created_at"], name="order_buyer"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("status", "paid"), ("status", "processing"), _connector="OR"),
                fields=["paid_at"],
                name="order_undone",
            ),
        ),
        migrations.AddField(
            model_name="casenote",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="orders.abnormalcase"
            ),
        ),
    ]
