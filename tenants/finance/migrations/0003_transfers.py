from django.db import migrations, models

# Every fact so far had one debit and one credit.
COPY = """
INSERT INTO finance_ledgertransfer (subject_id, kind, number, debit_id, credit_id, currency, amount, at)
SELECT fact.subject_id,
       CASE fact.kind WHEN 'issuance' THEN 1 WHEN 'payment' THEN 2 WHEN 'import' THEN 3 WHEN 'import_undone' THEN 4
                      WHEN 'hold_withdrawn' THEN 5 END,
       1, debit.account_id, credit.account_id, debit.currency, debit.amount, fact.at
FROM finance_ledgertransaction fact
JOIN finance_ledgerentry debit ON debit.transaction_id = fact.id
JOIN finance_ledgerentry credit ON credit.transaction_id = fact.id AND credit.number <> debit.number
WHERE debit.amount > 0 OR (debit.amount = 0 AND debit.number = 1)
"""
# Facts that wait for their check would keep the tables from being changed.
SETTLE = "SET CONSTRAINTS ALL IMMEDIATE"


class Migration(migrations.Migration):
    dependencies = [("finance", "0002_balance")]

    operations = [
        migrations.CreateModel(
            name="LedgerTransfer",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subject_id",
                        "kind",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("subject_id", models.UUIDField()),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[
                            (1, "发卡"),
                            (2, "收款"),
                            (3, "入库"),
                            (4, "撤销入库"),
                            (5, "预留卡密下架"),
                        ]
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("debit_id", models.SmallIntegerField()),
                ("credit_id", models.SmallIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(amount__gte=0), name="transfer_not_negative"),
                    models.CheckConstraint(
                        condition=~models.Q(debit_id=models.F("credit_id")), name="transfer_two_accounts"
                    ),
                ],
            },
        ),
        migrations.RunSQL([SETTLE, COPY], migrations.RunSQL.noop),
        migrations.RunSQL("DROP FUNCTION check_ledger_balance CASCADE", migrations.RunSQL.noop),
        migrations.DeleteModel(name="LedgerEntry"),
        migrations.DeleteModel(name="LedgerTransaction"),
    ]
