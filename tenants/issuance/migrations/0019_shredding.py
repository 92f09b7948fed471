from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("issuance", "0018_reveals_by_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptIssuance",
            fields=[
                ("issuance_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("open", "尚未完成"),
                            ("case", "有未结的异常订单"),
                            ("refund", "退款处理中"),
                            ("suspended", "有冻结的卡密"),
                        ],
                        max_length=12,
                    ),
                ),
                ("next_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name="issuance",
            name="codes_shredded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Shredding",
            fields=[
                ("id", models.SmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("past", models.UUIDField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="shredding_single")],
            },
        ),
        migrations.RunSQL((SQL / "reveal_codes.sql").read_text(), migrations.RunSQL.noop),
    ]
