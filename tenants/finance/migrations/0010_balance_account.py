from django.db import migrations

from tenants.finance.enums import AccountCode

# See 0006: shops that are open have their accounts; new ones get them all when their books are opened.
ADD = "INSERT INTO finance_account (id, name) SELECT %s, %s WHERE EXISTS (SELECT 1 FROM finance_account) ON CONFLICT DO NOTHING"
NEW = AccountCode.BUYER_BALANCES


class Migration(migrations.Migration):
    dependencies = [("finance", "0009_refunds_that_come_back")]

    operations = [migrations.RunSQL([(ADD, [NEW.value, str(NEW.label)])], migrations.RunSQL.noop)]
