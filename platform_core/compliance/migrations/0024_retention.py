from pathlib import Path

from django.db import migrations, models

import platform_core.kernel.ids

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0023_authority_exports"),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionChoice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=platform_core.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_role", models.CharField(max_length=63)),
                ("profile", models.CharField(max_length=10)),
                ("reason", models.CharField(max_length=500)),
                ("set_by", models.CharField(max_length=254)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="supplier",
            name="uscc_print",
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddIndex(
            model_name="supplier",
            index=models.Index(
                condition=models.Q(("uscc_print__isnull", False)), fields=["uscc_print"], name="supplier_known_again"
            ),
        ),
        migrations.AddIndex(
            model_name="retentionchoice",
            index=models.Index(fields=["tenant_role", "-at"], name="retention_choice_last"),
        ),
        migrations.AddConstraint(
            model_name="retentionchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="retention_choice_says_why"
            ),
        ),
        migrations.AddField(
            model_name="lotmark",
            name="orders",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="lotmark",
            name="disputed",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.RunSQL((SQL / "signals.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "retention.sql").read_text(), migrations.RunSQL.noop),
    ]
