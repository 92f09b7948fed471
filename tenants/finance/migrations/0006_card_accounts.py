from django.db import migrations

from tenants.finance.enums import AccountCode

# Shops that are open have their accounts; new ones get them all when their books are opened.
ADD = "INSERT INTO finance_account (id, name) SELECT %s, %s WHERE EXISTS (SELECT 1 FROM finance_account) ON CONFLICT DO NOTHING"
NEW = (
    AccountCode.CARD_LIABILITY, AccountCode.CARDS_ISSUED, AccountCode.CARDS_REDEEMED, AccountCode.WRITE_OFFS,
    AccountCode.REFUNDS, AccountCode.REFUNDS_PAYABLE,
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("finance", "0005_more_kinds")]

    operations = [migrations.RunSQL([(ADD, [code.value, str(code.label)]) for code in NEW], migrations.RunSQL.noop)]
