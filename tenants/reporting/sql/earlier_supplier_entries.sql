-- Entries of suppliers for transfers that are older than the table. What names no supplier by its subject (shares that were dropped or
-- taken back, under ids that cannot be read backwards) stays without one, and a statement shows it as such.
INSERT INTO finance_supplierentry (subject_id, kind, number, supplier_id, currency, amount, at)
SELECT t.subject_id, t.kind, t.number, found.supplier_id, t.currency,
       CASE WHEN t.credit_id = 3 THEN t.amount ELSE -t.amount END, t.at
FROM finance_ledgertransfer t
CROSS JOIN LATERAL (
    SELECT c.supplier_id FROM inventory_codeimport i JOIN inventory_suppliercontract c ON c.id = i.contract_id
    WHERE t.kind IN (3, 4) AND i.id = t.subject_id
    UNION ALL
    SELECT c.supplier_id FROM inventory_reservation r
    JOIN (SELECT sku_id, min(supplier_id::text)::uuid AS supplier_id FROM inventory_lot
          GROUP BY 1 HAVING count(DISTINCT supplier_id) = 1) c ON c.sku_id = r.sku_id
    WHERE t.kind = 5 AND r.id = t.subject_id
    UNION ALL
    SELECT s.supplier_id FROM payments_paymentsplit s WHERE t.kind = 13 AND s.id = t.subject_id AND s.supplier_id IS NOT NULL
    UNION ALL
    SELECT s.supplier_id FROM (
        SELECT p.supplier_id, row_number() OVER (ORDER BY p.role = 'supplier', p.supplier_id) AS number
        FROM payments_paymentsplit p WHERE p.payment_id = t.subject_id
    ) s WHERE t.kind = 12 AND s.number = t.number AND s.supplier_id IS NOT NULL
) found
WHERE 3 IN (t.debit_id, t.credit_id)
ON CONFLICT DO NOTHING;
