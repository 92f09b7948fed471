from django.db import migrations

from tenants.finance.enums import AccountCode

# See 0006: shops that are open have their accounts; new ones get them all when their books are opened.
ADD = "INSERT INTO finance_account (id, name) SELECT %s, %s WHERE EXISTS (SELECT 1 FROM finance_account) ON CONFLICT DO NOTHING"
NEW = (
    AccountCode.SPLITS_PAYABLE,
    AccountCode.COMMISSION,
    AccountCode.DISPUTED,
    AccountCode.CHARGEBACKS,
    AccountCode.UNALLOCATED,
)


class Migration(migrations.Migration):
    dependencies = [("finance", "0006_card_accounts")]

    operations = [migrations.RunSQL([(ADD, [code.value, str(code.label)]) for code in NEW], migrations.RunSQL.noop)]
