"""The boards of the platform's staff over a year of many decisions: how long the page takes for each period."""

from __future__ import annotations

import time
from statistics import median
from typing import Any

import psycopg

from benchmarks.rows import Row, at_most, fact
from benchmarks.stack import Stack

EVENTS, QUICK, TURNS, BOUND_MS = 200_000, 20_000, 7, 200
# A year in which each supplier and merchant is handed in, checked, reviewed and decided; a fifth of the events are merchants'.
# Papers and findings come beside them, a tenth as many each.
PLANTED = """
CREATE TEMP TABLE board_case AS
SELECT n, gen_random_uuid() AS id, n % 5 = 0 AS merchant, now() - interval '365 days' * n / {cases} AS at,
    interval '1 hour' * (1 + n % 70) AS took FROM generate_series(1, {cases}) n;
INSERT INTO compliance_supplier SELECT s.* FROM board_case c CROSS JOIN LATERAL (
    SELECT (jsonb_populate_record(t, jsonb_build_object('id', c.id, 'name', 'S ' || c.n, 'created_at', c.at, 'changed_at', c.at,
        'state', 'draft', 'version', 0))).* FROM compliance_supplier t LIMIT 1) s WHERE NOT c.merchant;
INSERT INTO compliance_merchantfile SELECT m.* FROM board_case c CROSS JOIN LATERAL (
    SELECT (jsonb_populate_record(t, jsonb_build_object('id', c.id, 'tenant_role', 'none_' || c.n, 'created_at', c.at,
        'changed_at', c.at, 'state', 'draft', 'version', 0, 'vouched', false, 'verified_at', NULL))).*
    FROM compliance_merchantfile t LIMIT 1) m WHERE c.merchant;
INSERT INTO compliance_supplierevent (id, supplier_id, version, act, from_state, to_state, actor_kind, actor_id, actor_email,
    second_id, second_email, reason, facts, at)
SELECT gen_random_uuid(), c.id, s.version, s.act, s.before, s.after, s.kind, '', '', '', '', '', '{{}}',
    c.at + CASE s.version WHEN 4 THEN c.took ELSE interval '1 second' * s.version END
FROM board_case c CROSS JOIN (VALUES (1, 'submit', 'draft', 'submitted', 'merchant'),
    (2, 'begin_check', 'submitted', 'auto_check', 'system'), (3, 'pass_check', 'auto_check', 'review', 'system'),
    (4, 'approve', 'review', 'approved_limited', 'staff')) s (version, act, before, after, kind)
WHERE NOT c.merchant ORDER BY c.n, s.version;
INSERT INTO compliance_merchantevent (id, file_id, version, act, from_state, to_state, actor_kind, actor_id, actor_email, reason,
    facts, at)
SELECT gen_random_uuid(), c.id, s.version, s.act, s.before, s.after, s.kind, '', '', '', '{{}}',
    c.at + CASE s.version WHEN 4 THEN c.took ELSE interval '1 second' * s.version END
FROM board_case c CROSS JOIN (VALUES (1, 'submit', 'draft', 'submitted', 'merchant'),
    (2, 'begin_check', 'submitted', 'checking', 'system'), (3, 'pass_check', 'checking', 'review', 'system'),
    (4, 'approve', 'review', 'verified', 'staff')) s (version, act, before, after, kind)
WHERE c.merchant ORDER BY c.n, s.version;
INSERT INTO compliance_document (id, tenant_role, kind, title, fields, position, stored, filename, media_type, size, pages, sha256,
    file_state, file_reason, state, answer, uploaded_by, uploaded_email, uploaded_at, decided_by, decided_at)
SELECT gen_random_uuid(), 'none', 'licence', '', '{{}}', 0, 'board' || n, 'a.pdf', '', 1, 1, sha256(n::text::bytea), 'clean', '',
    'accepted', '', '', '', at, 's', at + took FROM board_case WHERE n <= {cases} / 2.5;
INSERT INTO compliance_finding (id, rule_id, rule_version, level, subject_kind, subject_ref, tenant_role, points, key, facts,
    facts_hash, state, found_at, taken_by, decided_by, decided_at, note)
SELECT gen_random_uuid(), 'X' || n % 10, 1, CASE WHEN n % 3 = 0 THEN 'block' ELSE 'review' END,
    CASE WHEN n % 3 = 0 THEN 'batch' ELSE 'product' END, 'r' || n, 'none', 0, 'board' || n, '{{}}', '',
    CASE WHEN n % 2 = 0 THEN 'confirmed' ELSE 'dismissed' END, at, '', 's', at + took, '' FROM board_case WHERE n <= {cases} / 2.5;
DROP TABLE board_case;
VACUUM ANALYZE compliance_supplierevent; VACUUM ANALYZE compliance_merchantevent; VACUUM ANALYZE compliance_document;
VACUUM ANALYZE compliance_finding; VACUUM ANALYZE compliance_supplier
"""


def measure(stack: Stack, quick: bool) -> list[Row]:
    """Every board of the page, as the view reads and lays it out, without the template."""
    from platform_core.kernel.clock import now
    from platform_core.site.boards import BOARDS, PERIODS, find_boards
    from platform_core.tenancy.context import platform_context

    events = QUICK if quick else EVENTS
    stack.shop("boards")
    with stack.admin() as connection:
        plant(connection, events)
    rows = []
    with platform_context():
        for days in PERIODS:
            each = {key: _ms(lambda key=key, days=days: find_boards(days, now(), key)) for key in BOARDS}
            whole = _ms(lambda days=days: find_boards(days, now()))
            slow = ", ".join(f"{key} {ms:.0f}" for key, ms in sorted(each.items(), key=lambda one: -one[1])[:4])
            rows.append(at_most(f"boards of {days} days, {events:,} events", whole, BOUND_MS, unit="ms", note=slow))
    return [*rows, fact("decisions among them", events / 4 * 1.8, "decisions")]


def plant(connection: psycopg.Connection[Any], events: int) -> None:
    """So many events of histories, spread over a year until now."""
    for statement in PLANTED.format(cases=events // 4).split(";"):
        connection.execute(statement)


def _ms(run: Any) -> float:
    took = []
    for _ in range(TURNS):
        begun = time.perf_counter()
        run()
        took.append((time.perf_counter() - begun) * 1000)
    return median(took)
