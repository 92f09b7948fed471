"""Suppliers so far become what merchants hold (a link) with a legal entity behind it that the operator vouched for.

Whoever was suspended stays so, with what was given as the reason; who only was registered has no entity yet.
"""

from django.db import migrations

CARRY_OVER = """
INSERT INTO compliance_supplylink
    (id, tenant_role, supplier_id, state, category, name, uscc, aliases, legal_representative, entity_type, capital, address,
     business_scope, registry, edited_by, submitted_by, submitted_email, note, decided_by, told, decided_at, created_at)
SELECT id, registered_by_role, CASE WHEN clearance <> 'registered' THEN id END,
       CASE WHEN clearance = 'registered' THEN 'open' ELSE 'accepted' END, '', name, '', '[]', '', '', '', '',
       '', '', '', '', '', '', decided_by, clearance, decided_at, created_at
FROM compliance_supplier;
INSERT INTO compliance_restriction
    (id, supplier_id, kind, category, reason, remedy, documents, legal_basis, evidence, made_at, made_by, second_by,
     appeal_until, lifted_by, lifted_because)
SELECT gen_random_uuid(), id, 'suspension', '', reason, '请联系平台补充资料。', '[]', '', '[]', coalesce(decided_at, created_at),
       decided_by, '', now() + interval '30 days', '', ''
FROM compliance_supplier WHERE clearance = 'suspended';
INSERT INTO compliance_supplierevent
    (id, supplier_id, version, act, from_state, to_state, actor_kind, actor_id, actor_email, second_id, second_email, reason,
     facts, at)
SELECT gen_random_uuid(), id, 1, 'vouch', 'draft', 'active', 'operator', 'operator', 'operator', '', '',
       coalesce(nullif(reason, ''), 'carried over'), '{}'::jsonb, created_at
FROM compliance_supplier WHERE clearance <> 'registered'
UNION ALL
SELECT gen_random_uuid(), s.id, 2, 'suspend', 'active', 'suspended', 'system', '', '', '', '', r.reason,
       jsonb_build_object('restriction', r.id, 'appeal_until', r.appeal_until), r.made_at
FROM compliance_supplier s JOIN compliance_restriction r ON r.supplier_id = s.id;
UPDATE compliance_supplier s
SET state = 'active', version = 1, vouched = true, changed_at = coalesce(decided_at, created_at)
WHERE clearance = 'cleared';
UPDATE compliance_supplier s
SET state = 'suspended', version = 2, before = 'active', vouched = true, appeal_until = r.appeal_until,
    changed_at = r.made_at
FROM compliance_restriction r WHERE r.supplier_id = s.id;
DELETE FROM compliance_supplier WHERE clearance = 'registered';
"""


class Migration(migrations.Migration):
    dependencies = [("compliance", "0006_supplier_indexes")]

    operations = [migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop)]
