from pathlib import Path

from django.db import migrations, models
from django.db.models import Q

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
    dependencies = [("compliance", "0026_shown_merchants")]

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
            for name in ("supplier_history.sql", "shown.sql", "reverification.sql", "functions.sql")
        ),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.AddIndex(
            "supplier", models.Index(condition=Q(("due_at__isnull", False)), fields=["due_at"], name="supplier_due")
        ),
    ]
