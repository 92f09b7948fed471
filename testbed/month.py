"""A month of a busy shop, in seconds: orders with lines, payments, issuances, shares, refunds and all their books, written set by set.

For pages and reports that must stay fast, and for trying them out. What it writes balances and hangs together as what the services
write does; there are no card codes (they are sealed, one by one), no events and no jobs. Call ``fill_month`` inside a shop::

    with tenant_context(shop):
        month = fill_month(orders=50_000, last=date(2026, 11, 26))
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from platform_core.compliance.services.register_supplier import register_supplier
from platform_core.kernel.contacts import seal_contact
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import current_tenant
from tenants.catalog.models import Product, Sku
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.inventory.services.add_contract import add_contract

PRICE, COST = 5_000, 4_000  # of the first SKU; each further one is a little dearer
# An id that sorts by its moment, as ours do; what comes after the moment is made of a text, the same one each time.
ID = """
CREATE FUNCTION pg_temp.id_at(at timestamptz, what text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(what), 1, 3) || 'a'
            || substr(md5(what), 4, 15))::uuid
$$
"""
# n of 100: below 1 never paid, below 3 refunded in full, below 5 in part; the rest is delivered.
ORDERS = """
INSERT INTO orders_order (id, number, token_hash, status, amount, refunded, currency, contact_type, contact_sealed, contact_hash,
    contact_masked, query_password, terms_digest, language, issuance_id, pay_by, created_at, paid_at, completed_at)
SELECT pg_temp.id_at(at, 'order' || %(seed)s || i), to_char(at AT TIME ZONE %(zone)s, 'YYYYMMDDHH24MISS') || lpad(i::text, 6, '0'),
       sha256(convert_to('token' || %(seed)s || i, 'UTF8')),
       CASE WHEN n < 1 THEN 'canceled' WHEN n < 3 THEN 'refunded' WHEN n < 5 THEN 'partially_refunded' ELSE 'completed' END,
       0, 0, 'CNY', 'email', %(contact)s, decode(md5((i %% greatest(%(orders)s / 3, 1))::text), 'hex'),
       'b***' || (i %% greatest(%(orders)s / 3, 1)) || '@example.com', '', '', 'zh-hans',
       CASE WHEN n >= 1 THEN pg_temp.id_at(at, 'issuance' || %(seed)s || i) END, at + interval '15 minutes', at,
       CASE WHEN n >= 1 THEN at + interval '1 minute' END, CASE WHEN n >= 1 THEN at + interval '1 minute' END
FROM (SELECT i, hashtext(%(seed)s || i::text) & 65535 AS draw, (hashtext('n' || %(seed)s || i::text) & 65535) %% 100 AS n,
             %(since)s + i * (%(until)s - %(since)s) / %(orders)s AS at
      FROM generate_series(0, %(orders)s - 1) i) o
"""
# Every fifth order has a second line. Few SKUs sell most. Draws are made of the end of a number, which says which order it is of the
# month: what stands before it is a moment, and no two days would have the same month.
LINES = """
WITH shelf AS (
    SELECT id, product_id, price, face_value, row_number() OVER (ORDER BY id) - 1 AS place FROM catalog_sku WHERE id = ANY(%(skus)s)
), wanted AS (
    SELECT o.id AS order_id, o.created_at, o.number, line, (hashtext(right(o.number, 6) || line) & 65535)::bigint AS draw
    FROM orders_order o CROSS JOIN generate_series(1, 2) line
    WHERE o.created_at >= %(since)s AND o.created_at < %(until)s AND (line = 1 OR hashtext(right(o.number, 6)) %% 5 = 0)
)
INSERT INTO orders_orderline (id, order_id, product_id, sku_id, product_name, sku_name, face_value, quantity, unit_price, fulfilment,
                              handed_over_by)
SELECT pg_temp.id_at(w.created_at, 'line' || w.number || line), w.order_id, s.product_id, s.id, p.name, 'x', s.face_value,
       1 + draw %% 3, s.price, 'automatic', ''
FROM wanted w JOIN shelf s ON s.place = (draw * draw / 65536 * %(count)s / 65536) JOIN catalog_product p ON p.id = s.product_id
ORDER BY w.created_at
"""
AMOUNTS = """
UPDATE orders_order o SET amount = l.amount,
    refunded = CASE o.status WHEN 'refunded' THEN l.amount WHEN 'partially_refunded' THEN l.amount / 2 ELSE 0 END
FROM (SELECT order_id, sum(quantity * unit_price) AS amount FROM orders_orderline GROUP BY 1) l
WHERE l.order_id = o.id AND o.created_at >= %(since)s AND o.created_at < %(until)s
"""
PAYMENTS = """
INSERT INTO payments_payment (id, order_id, gateway, method, number, amount, paid_amount, currency, state, session, provider_session,
                              provider_id, created_at, paid_at)
SELECT pg_temp.id_at(o.created_at, 'payment' || o.number), o.id, 'alipay', 'alipay_qr', 'P' || o.number, o.amount, o.amount,
       o.currency, 'succeeded', '{}', '', 'T' || o.number, o.created_at, o.paid_at
FROM orders_order o WHERE o.paid_at IS NOT NULL AND o.created_at >= %(since)s AND o.created_at < %(until)s ORDER BY o.created_at
"""
ISSUANCES = """
INSERT INTO issuance_issuance (id, fingerprint, status, source, quantity, amount, currency, buyer_ref, metadata, request, created_at,
                               completed_at)
SELECT o.issuance_id, sha256(convert_to(o.number, 'UTF8')), 'completed', 'order', sum(l.quantity), o.amount, o.currency, '',
       jsonb_build_object('order', o.number), '{}', o.paid_at, o.paid_at
FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
WHERE o.issuance_id IS NOT NULL AND o.created_at >= %(since)s AND o.created_at < %(until)s GROUP BY o.id ORDER BY o.created_at
"""
ISSUED = """
WITH line AS (
    INSERT INTO issuance_issuanceline (id, issuance_id, index, sku_id, quantity, unit_price, missing)
    SELECT pg_temp.id_at(o.paid_at, 'issued' || l.id), o.issuance_id, row_number() OVER (PARTITION BY o.id ORDER BY l.id) - 1, l.sku_id,
           l.quantity, l.unit_price, 0
    FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
    WHERE o.issuance_id IS NOT NULL AND o.created_at >= %(since)s AND o.created_at < %(until)s ORDER BY o.created_at
    RETURNING id, issuance_id, sku_id, quantity
), history AS (
    INSERT INTO issuance_issuancehistory (issuance_id, number, verb, status, count, actor, at)
    SELECT i.id, 1, 'issued', 'completed', i.quantity, 'order', i.created_at FROM issuance_issuance i
    WHERE i.created_at >= %(since)s AND i.source = 'order' ON CONFLICT DO NOTHING
), placed AS (
    SELECT l.id, l.sku_id, l.quantity, sum(l.quantity) OVER (PARTITION BY l.sku_id ORDER BY l.id) - l.quantity + 1 AS first FROM line l
)
INSERT INTO inventory_allocation (owner_id, kind, sku_id, lot_id, span, created_at)
SELECT p.id, 2, p.sku_id, t.id, int4range(first::integer, (first + p.quantity)::integer), t.created_at
FROM placed p JOIN inventory_lot t ON t.sku_id = p.sku_id AND t.id >= %(first_lot)s
"""
# Accounts: 1 stock, 2 cost, 3 suppliers, 4 institution, 5 sales, 10 refunds, 11 refunds payable, 12 shares, 13 commission.
BOOKS = """
WITH paid AS (
    SELECT p.id, p.amount, p.currency, p.paid_at AS at, o.issuance_id, o.refunded, o.number
    FROM payments_payment p JOIN orders_order o ON o.id = p.order_id WHERE p.created_at >= %(since)s AND p.created_at < %(until)s
), cost AS (
    SELECT l.issuance_id, min(t.supplier_id::text)::uuid AS supplier_id, sum(l.quantity * t.unit_cost) AS cost
    FROM issuance_issuanceline l JOIN inventory_lot t ON t.sku_id = l.sku_id AND t.id >= %(first_lot)s GROUP BY 1
), share AS (
    INSERT INTO payments_paymentsplit (id, payment_id, number, role, receiver, supplier_id, amount, returned, state, provider_id, reason,
                                       created_at, done_at)
    SELECT pg_temp.id_at(at, 'share' || number || role), id, left('S' || role || number, 32), role, 'r', NULL, amount / 100, 0,
           'succeeded', '', '', at, at + interval '1 minute'
    FROM paid CROSS JOIN (VALUES ('platform')) r (role) WHERE refunded = 0
    RETURNING id, payment_id, amount, created_at
), refund AS (
    INSERT INTO payments_gatewayrefund (id, payment_id, number, amount, currency, state, ours, provider_id, reason, failure, actor,
                                        created_at, done_at)
    SELECT pg_temp.id_at(at, 'refund' || number), id, 'R' || number, refunded, currency, 'succeeded', true, 'R' || number, '', '',
           'owner@example.com', at + interval '1 hour', at + interval '1 hour'
    FROM paid WHERE refunded > 0 RETURNING id, amount, currency, created_at
)
INSERT INTO finance_ledgertransfer (subject_id, kind, number, debit_id, credit_id, currency, amount, at)
SELECT * FROM (
    SELECT id AS subject_id, 2 AS kind, 1 AS number, 4 AS debit, 5 AS credit, currency, amount, at FROM paid
    UNION ALL SELECT c.issuance_id, 1, 1, 2, 1, p.currency, c.cost, p.at FROM paid p JOIN cost c USING (issuance_id)
    UNION ALL SELECT payment_id, 12, 1, 13, 12, 'CNY', amount, created_at FROM share
    UNION ALL SELECT id, 13, 1, 12, 4, 'CNY', amount, created_at + interval '1 minute' FROM share
    UNION ALL SELECT id, 11, 1, 10, 11, currency, amount, created_at FROM refund
    UNION ALL SELECT id, 16, 1, 11, 4, currency, amount, created_at FROM refund
    UNION ALL SELECT pg_temp.id_at(at, 'fee' || id), 29, 1, 18, 4, currency, amount * 6 / 1000, at + interval '12 hours' FROM paid
) t WHERE at < coalesce(%(before)s::timestamptz, 'infinity') ORDER BY at
"""
IMPORT = """
INSERT INTO inventory_codeimport (id, sku_id, contract_id, state, upload, filename, bytes, format, unit_cost, shared_uses, lines, accepted,
    duplicates_in_file, duplicates_in_stock, rejected, removed, errors_upload, failure, cancel_requested, created_by, created_at,
    started_at, finished_at)
VALUES (%(id)s, %(sku)s, %(contract)s, 'ready', '', 'month.csv', 0, '{}', %(cost)s, 0, %(size)s, %(size)s, 0, 0, 0, 0, '', '', false,
        'owner@example.com', %(at)s, %(at)s, %(at)s)
"""
LOT = """
INSERT INTO inventory_lot (code_import_id, sku_id, supplier_id, size, unit_cost, withdrawn, created_at, told_soon, told_over)
VALUES (%(id)s, %(sku)s, %(supplier)s, %(size)s, %(cost)s, false, %(at)s, 0, 0) RETURNING id
"""
STATISTICS = """
ANALYZE orders_order, orders_orderline, payments_payment, payments_paymentsplit, payments_gatewayrefund, issuance_issuance,
    issuance_issuanceline, issuance_issuancehistory, inventory_allocation, inventory_lot, finance_ledgertransfer
"""


class Month(NamedTuple):
    """What ``fill_month`` made."""

    products: list[uuid.UUID]
    skus: list[uuid.UUID]
    suppliers: list[uuid.UUID]
    first: dt.date
    last: dt.date


def fill_month(
    *,
    orders: int,
    last: dt.date,
    days: int = 30,
    products: int = 40,
    suppliers: int = 5,
    seed: str = "",
    before: dt.datetime | None = None,
) -> Month:
    """Write a month of sales into the current shop, in one transaction; the same every time, but for its ids of products.

    Args:
        last: its last day, by the shop's calendar.
        seed: another one makes other orders: a second month in the same shop.
        before: where the last day is not over yet; None: it has all its orders, up to midnight.
    """
    zone = ZoneInfo(current_tenant().time_zone)
    midnight = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
    since, until = midnight - dt.timedelta(days=days), min(midnight, before or midnight)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("DROP FUNCTION IF EXISTS pg_temp.id_at")
        cursor.execute(ID)
        skus, supplier_ids, first_lot = _shelves(cursor, products, suppliers, orders, since)
        values: dict[str, Any] = {
            "orders": orders, "since": since, "until": until, "zone": current_tenant().time_zone, "seed": seed, "before": before,
            "contact": seal_contact(current_tenant().id, "buyer@example.com").sealed,
            "skus": [sku.id for sku in skus], "count": len(skus), "first_lot": first_lot,
        }  # fmt: skip
        for statement in (ORDERS, LINES, AMOUNTS, PAYMENTS, ISSUANCES, ISSUED, BOOKS):
            cursor.execute(statement, values)
            cursor.execute(STATISTICS)  # each step joins what the steps before it wrote
    first = last - dt.timedelta(days=days - 1)
    return Month([sku.product_id for sku in skus], [sku.id for sku in skus], supplier_ids, first, last)


def _shelves(
    cursor: Any, products: int, suppliers: int, orders: int, at: dt.datetime
) -> tuple[list[Sku], list[uuid.UUID], int]:
    """Products of one SKU each, with one lot of codes large enough; suppliers take turns."""
    contracts = []
    for number in range(suppliers):
        name = f"供应商 {number + 1} {new_id().hex[-6:]}"
        contracts.append(add_contract(supplier_id=register_supplier(name=name), name=name, now=at))
    skus, first_lot, size = [], 0, max(orders * 6, 100)
    for number in range(products):
        label = new_id().hex
        product = Product.objects.create(name=f"月卡 {number + 1}", slug=f"m-{label}", created_at=at, updated_at=at)
        price, cost = PRICE + 100 * number, COST + 90 * number
        fields: dict[str, Any] = {"face_value": price, "price": price, "cost": cost, "created_at": at, "updated_at": at}
        sku = Sku.objects.create(product=product, sku_code=f"M-{label}", name="标准", **fields)
        contract, import_id = contracts[number % suppliers], new_id()
        values: dict[str, Any] = {
            "id": import_id, "sku": sku.id, "contract": contract.id, "supplier": contract.supplier_id, "cost": cost, "size": size, "at": at,
        }  # fmt: skip
        cursor.execute(IMPORT, values)
        cursor.execute(LOT, values)
        first_lot = first_lot or cursor.fetchone()[0]
        owed = Transfer(AccountCode.CODE_STOCK, AccountCode.SUPPLIER_PAYABLE, cost * size, "CNY", contract.supplier_id)
        post_transfers(kind=TransferKind.IMPORT, subject_id=import_id, transfers=[owed], now=at)
        skus.append(sku)
    return skus, [contract.supplier_id for contract in contracts], first_lot
