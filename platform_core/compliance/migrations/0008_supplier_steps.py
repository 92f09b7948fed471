from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
TRIGGER = """
CREATE TRIGGER supplier_step BEFORE INSERT OR UPDATE OF state, version ON public.compliance_supplier
FOR EACH ROW EXECUTE FUNCTION public.check_supplier_step()
"""


class Migration(migrations.Migration):
    dependencies = [("compliance", "0007_supplier_histories")]

    operations = [
        migrations.RemoveField(
            model_name="supplier",
            name="clearance",
        ),
        migrations.RemoveField(
            model_name="supplier",
            name="decided_at",
        ),
        migrations.RemoveField(
            model_name="supplier",
            name="decided_by",
        ),
        migrations.RemoveField(
            model_name="supplier",
            name="reason",
        ),
        migrations.RemoveField(
            model_name="supplier",
            name="registered_by_role",
        ),
        *(
            migrations.RunSQL((SQL / name).read_text(), migrations.RunSQL.noop)
            for name in ("functions.sql", "supply.sql", "supplier_history.sql")
        ),
        migrations.RunSQL(TRIGGER, migrations.RunSQL.noop),
    ]
