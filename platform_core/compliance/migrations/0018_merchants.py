from django.db import migrations, models

import platform_core.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("compliance", "0017_proposal_kinds")]

    operations = [
        migrations.CreateModel(
            name="MerchantFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_role", models.CharField(max_length=63, unique=True)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("company", "企业"),
                            ("individual", "个体工商户"),
                            ("exempt", "依法无须登记的个人"),
                            ("overseas", "境外主体"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "exempt_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("farm", "个人销售自产农副产品"),
                            ("craft", "个人销售家庭手工业产品"),
                            ("skill", "个人利用自己的技能从事依法无须取得许可的便民劳务活动"),
                            ("small", "个人从事零星小额交易活动"),
                            ("law", "依照法律、行政法规不需要进行登记"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("uscc", models.CharField(blank=True, max_length=18)),
                ("registration_number", models.CharField(blank=True, max_length=40)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("legal_representative", models.CharField(blank=True, max_length=60)),
                ("entity_type", models.CharField(blank=True, max_length=60)),
                ("capital", models.CharField(blank=True, max_length=60)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("business_scope", models.TextField(blank=True)),
                ("registry", models.CharField(blank=True, max_length=120)),
                ("founded_on", models.DateField(null=True)),
                ("licence_ends_on", models.DateField(null=True)),
                ("contact_person", models.CharField(blank=True, max_length=60)),
                ("sealed", models.BinaryField(null=True)),
                ("person_print", models.BinaryField(max_length=16, null=True)),
                ("bank_print", models.BinaryField(max_length=16, null=True)),
                ("phone_print", models.BinaryField(max_length=16, null=True)),
                (
                    "serves",
                    models.CharField(
                        blank=True, choices=[("mainland", "中国大陆"), ("abroad", "仅境外")], max_length=8
                    ),
                ),
                ("icp_number", models.CharField(blank=True, max_length=40)),
                ("wants_balances", models.BooleanField(default=False)),
                ("payment_licence", models.CharField(blank=True, max_length=40)),
                ("institution", models.CharField(blank=True, max_length=120)),
                ("institution_contract", models.CharField(blank=True, max_length=80)),
                ("institution_until", models.DateField(null=True)),
                ("edited_by", models.CharField(blank=True, max_length=64)),
                ("handed_in_by", models.CharField(blank=True, max_length=64)),
                ("handed_in_email", models.CharField(blank=True, max_length=254)),
                ("handed_in_at", models.DateTimeField(null=True)),
                (
                    "state",
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
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "before",
                    models.CharField(
                        blank=True,
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
                    "restricted",
                    models.CharField(
                        blank=True,
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
                ("restricted_by", models.JSONField(default=list)),
                ("submitted_by", models.CharField(blank=True, max_length=64)),
                ("reviewed_editor", models.CharField(blank=True, max_length=64)),
                ("approved_by", models.JSONField(default=list)),
                ("score", models.PositiveSmallIntegerField(default=0)),
                ("reasons", models.JSONField(default=list)),
                ("appeal_until", models.DateTimeField(null=True)),
                ("verified_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("vouched", models.BooleanField(default=False)),
                ("verified_facts", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("reminded_days", models.PositiveSmallIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "changed_at"], name="merchant_queue"),
                    models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="merchant_due"),
                    models.Index(
                        condition=models.Q(("uscc", ""), _negated=True), fields=["uscc"], name="merchant_uscc"
                    ),
                    models.Index(
                        condition=models.Q(("bank_print__isnull", False)), fields=["bank_print"], name="merchant_bank"
                    ),
                    models.Index(
                        condition=models.Q(("person_print__isnull", False)),
                        fields=["person_print"],
                        name="merchant_person",
                    ),
                    models.Index(
                        condition=models.Q(("phone_print__isnull", False)),
                        fields=["phone_print"],
                        name="merchant_phone",
                    ),
                ],
            },
        ),
    ]
