from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import platform_core.kernel.ids

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0005_closing"), ("compliance", "0018_merchants")]

    operations = [
        migrations.CreateModel(
            name="IdentityReport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("half", models.PositiveSmallIntegerField()),
                ("form", models.CharField(max_length=4)),
                ("rows", models.PositiveIntegerField()),
                ("sha256", models.BinaryField(max_length=32)),
                ("made_by", models.CharField(max_length=254)),
                ("made_at", models.DateTimeField()),
                ("handed_in_by", models.CharField(blank=True, max_length=254)),
                ("handed_in_at", models.DateTimeField(null=True)),
                ("receipt", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "indexes": [models.Index(fields=["-year", "-half", "-made_at"], name="identity_report_recent")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("half__in", [1, 2])), name="identity_report_half"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_in_at__isnull", True), ("handed_in_at__gte", models.F("made_at")), _connector="OR"
                        ),
                        name="identity_report_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MerchantRestriction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=[("refusal", "不予通过"), ("freeze", "冻结")], max_length=8)),
                ("reason", models.CharField(max_length=1000)),
                ("remedy", models.CharField(max_length=1000)),
                ("documents", models.JSONField(default=list)),
                ("legal_basis", models.CharField(blank=True, max_length=300)),
                ("evidence", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=254)),
                ("appeal_until", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.CharField(blank=True, max_length=254)),
                ("lifted_because", models.CharField(blank=True, max_length=1000)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restrictions",
                        to="compliance.merchantfile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MerchantAppeal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.CharField(max_length=2000)),
                ("made_by", models.CharField(max_length=64)),
                ("made_email", models.CharField(max_length=254)),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待处理"), ("upheld", "申诉成立"), ("denied", "申诉不成立")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=1000)),
                ("decided_by", models.CharField(blank=True, max_length=254)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "restriction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merchant_appeals",
                        to="compliance.merchantrestriction",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MerchantEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("submit", "提交资料"),
                            ("begin_check", "开始核验"),
                            ("ask_info", "要求补充"),
                            ("pass_check", "核验完成"),
                            ("approve", "审核通过"),
                            ("call_in", "要求提前重新核验"),
                            ("near_end", "核验临近到期"),
                            ("lapse", "核验过期"),
                            ("refuse", "不予通过"),
                            ("freeze", "冻结"),
                            ("appeal", "申诉"),
                            ("reinstate", "恢复"),
                            ("uphold", "维持限制"),
                            ("vouch", "运营者担保"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("draft", "未提交"),
                            ("submitted", "已提交"),
                            ("checking", "自动核验中"),
                            ("needs_info", "待补充资料"),
                            ("review", "人工审核中"),
                            ("verified", "已核验"),
                            ("due", "待重新核验"),
                            ("lapsed", "核验已过期"),
                            ("refused", "未通过"),
                            ("frozen", "已冻结"),
                            ("appeal", "申诉中"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "未提交"),
                            ("submitted", "已提交"),
                            ("checking", "自动核验中"),
                            ("needs_info", "待补充资料"),
                            ("review", "人工审核中"),
                            ("verified", "已核验"),
                            ("due", "待重新核验"),
                            ("lapsed", "核验已过期"),
                            ("refused", "未通过"),
                            ("frozen", "已冻结"),
                            ("appeal", "申诉中"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[
                            ("merchant", "商家"),
                            ("staff", "平台人员"),
                            ("system", "系统"),
                            ("operator", "运营者"),
                        ],
                        max_length=10,
                    ),
                ),
                ("actor_id", models.CharField(blank=True, max_length=64)),
                ("actor_email", models.CharField(blank=True, max_length=254)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="compliance.merchantfile"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("file", "version"), name="merchant_event_order")],
            },
        ),
        migrations.AddConstraint(
            model_name="merchantrestriction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)), fields=("file",), name="one_merchant_restriction"
            ),
        ),
        migrations.AddConstraint(
            model_name="merchantrestriction",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("reason", ""), _negated=True), models.Q(("remedy", ""), _negated=True)),
                name="merchant_restriction_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="merchantappeal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("restriction",), name="one_open_merchant_appeal"
            ),
        ),
        *(
            migrations.RunSQL((SQL / name).read_text(), migrations.RunSQL.noop)
            for name in ("merchant.sql", "merchant_history.sql", "merchant_begin.sql")
        ),
    ]
