from django.db import migrations, models

from tenants.finance.enums import AccountCode, TransferKind

# See 0006: shops that are open have their accounts; new ones get them all when their books are opened.
ADD = "INSERT INTO finance_account (id, name) SELECT %s, %s WHERE EXISTS (SELECT 1 FROM finance_account) ON CONFLICT DO NOTHING"
NEW = (AccountCode.PROVIDER_FEES, AccountCode.COUPONS, AccountCode.OUTSIDE_FUNDS)


class Migration(migrations.Migration):
    dependencies = [("finance", "0012_disputed_balances")]

    operations = [
        migrations.RunSQL([(ADD, [code.value, str(code.label)]) for code in NEW], migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="ledgertransfer",
            name="kind",
            field=models.SmallIntegerField(choices=TransferKind.choices),  # the database does not know them
        ),
    ]
