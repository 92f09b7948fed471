from pathlib import Path

from django.db import migrations, models
from django.db.models import Q

from platform_core.kernel.ids import new_id

PROPOSALS = [
    ("blacklist", "列入黑名单"),
    ("break_glass", "紧急查看"),
    ("recall", "召回卡密"),
    ("agreement", "发布平台协议或规则"),
]
KINDS = [("service", "平台服务协议"), ("rules", "平台交易规则")]
TRIGGERS = """
CREATE TRIGGER agreement_checked BEFORE INSERT ON public.compliance_agreementversion
FOR EACH ROW EXECUTE FUNCTION public.check_agreement();
CREATE TRIGGER agreement_kept BEFORE UPDATE OR DELETE ON public.compliance_agreementversion
FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();
CREATE TRIGGER consent_kept BEFORE UPDATE OR DELETE ON public.compliance_agreementconsent
FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting()
"""
SQL = Path(__file__).parent.parent / "sql"
# Who was approved or vouched for before this is due half a year after that, as its history leads to.
CARRY_OVER = """
UPDATE public.compliance_supplier s SET verified_at = e.at, due_at = e.at + interval '183 days'
FROM (
    SELECT DISTINCT ON (supplier_id) supplier_id, at FROM public.compliance_supplierevent
    WHERE act = 'vouch' OR (act = 'approve' AND to_state = 'approved_limited') ORDER BY supplier_id, version DESC
) e WHERE e.supplier_id = s.id
"""
ACTS = [
    ("submit", "提交资料"), ("begin_check", "开始核验"), ("ask_info", "要求补充"), ("pass_check", "核验完成"),
    ("approve", "审核通过"), ("activate", "解除限额"), ("near_end", "临近到期"), ("refresh", "更新资质"), ("expire", "资质到期"),
    ("suspend", "暂停"), ("blacklist", "列入黑名单"), ("appeal", "申诉"), ("reinstate", "恢复"), ("uphold", "维持限制"),
    ("offboard", "退出"), ("archive", "封存"), ("purge", "销毁"), ("vouch", "运营者担保"), ("call_in", "要求重新核验"),
    ("verify", "复核通过"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("compliance", "0029_endings")]

    operations = [
        migrations.AlterField("supplierevent", "act", models.CharField(choices=ACTS, max_length=16)),
        migrations.AddField("supplier", "verified_at", models.DateTimeField(null=True)),
        migrations.AddField("supplier", "due_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "supplier", "due_note", models.CharField(blank=True, default="", max_length=1000), preserve_default=False
        ),
        migrations.AddField("supplier", "reminded_days", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("supplylink", "confirmed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "supplylink",
            "confirmed_by",
            models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            "supplylink",
            "confirmed_note",
            models.CharField(blank=True, default="", max_length=500),
            preserve_default=False,
        ),
        *(
            migrations.RunSQL((SQL / name).read_text(encoding="utf-8"), migrations.RunSQL.noop)
            for name in ("supplier_history.sql", "shown.sql", "reverification.sql", "functions.sql", "agreements.sql")
        ),
        migrations.AlterField("proposal", "kind", models.CharField(choices=PROPOSALS, max_length=16)),
        migrations.CreateModel(
            name="AgreementVersion",
            fields=[
                ("id", models.UUIDField(default=new_id, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("text_en", models.TextField(blank=True)),
                ("summary", models.CharField(blank=True, max_length=1000)),
                ("consultation", models.CharField(blank=True, max_length=1000)),
                ("published_at", models.DateTimeField()),
                ("begins_at", models.DateTimeField()),
                ("proposed_by", models.CharField(max_length=254)),
                ("second_by", models.CharField(max_length=254)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number"), name="agreement_number"),
                    models.CheckConstraint(
                        condition=Q(("proposed_by", models.F("second_by")), _negated=True), name="agreement_two_people"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementConsent",
            fields=[
                ("id", models.UUIDField(default=new_id, editable=False, primary_key=True, serialize=False)),
                ("tenant_role", models.CharField(max_length=63)),
                ("accepted", models.BooleanField()),
                ("said_by", models.CharField(max_length=64)),
                ("said_email", models.CharField(max_length=254)),
                ("said_at", models.DateTimeField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="consents", to="compliance.agreementversion"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant_role", "version", "-said_at"], name="consent_shop"),
                    models.Index(fields=["version", "accepted"], name="consent_version"),
                ],
            },
        ),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.AddIndex(
            "supplier", models.Index(condition=Q(("due_at__isnull", False)), fields=["due_at"], name="supplier_due")
        ),
    ]
