"""Who may do what in ``public``: one table, applied after every migration, checked by tests/isolation.

``TENANT_RIGHTS`` is complete: a public table that is not in it is closed to every tenant role. Row security is FORCEd, so
even the owner of the tables sees rows only through a policy.
"""

from __future__ import annotations

from typing import NamedTuple

import psycopg
from django.conf import settings
from psycopg import sql

from platform_core.tenancy.granted_functions import OWN_FUNCTIONS, PLATFORM_FUNCTIONS, TENANT_FUNCTIONS


class Right(NamedTuple):
    """What a tenant role may do on one public table: privileges (perhaps on columns) and the rows they reach."""

    privileges: str
    rows: str
    insert_check: str | None = None
    may_update: bool = False  # the rows that it may read, which stay such
    update_rows: str = ""  # of these alone, where that is fewer


OWN = "tenant_role = current_user"
# Papers of a supplier that the platform does not have before it just now, and the merchant's own.
OPEN_PAPER = (
    "(link_id IS NULL OR link_id IN"
    " (SELECT id FROM public.compliance_supplylink WHERE state IN ('open', 'needs_info', 'accepted')))"
)
FRESH_PAPER = (
    "file_state = 'quarantined' AND state = 'waiting' AND pages = 0 AND phash IS NULL AND detail IS NULL AND media_type = ''"
    " AND file_reason = '' AND answer = '' AND decided_by = '' AND decided_at IS NULL AND reminded_days IS NULL"
    " AND shredded_at IS NULL AND (replaces_id IS NULL OR public.is_own_paper(replaces_id))"
)
TENANT_RIGHTS: dict[str, Right] = {
    "tenancy_tenant": Right("SELECT", "role_name = current_user"),
    "tenancy_domain": Right("SELECT", "tenant_id IN (SELECT id FROM public.tenancy_tenant)"),
    "tenancy_domainclaim": Right("SELECT", "tenant_id IN (SELECT id FROM public.tenancy_tenant)"),
    "entitlements_entitlement": Right("SELECT", OWN),
    "entitlements_balancecontract": Right("SELECT", OWN),
    # What a merchant tells of its suppliers, until it hands it in. Which legal entity that is, is not for it to see.
    "compliance_supplylink": Right(
        "SELECT (id, tenant_role, state, category, name, uscc, aliases, legal_representative, owners, entity_type, capital, address,"
        " business_scope, registry, founded_on, licence_ends_on, sealed, person_print, bank_print, phone_print, edited_by,"
        " submitted_by, submitted_email, submitted_at, note, decided_at, created_at, confirmed_at, confirmed_by, confirmed_note),"
        " UPDATE (category, name, uscc, aliases, legal_representative, owners, entity_type, capital, address, business_scope,"
        " registry, founded_on, licence_ends_on, sealed, person_print, bank_print, phone_print, edited_by)",
        OWN,
        may_update=True,
        update_rows=f"{OWN} AND state IN ('open', 'needs_info')",
    ),
    # Papers are handed in into quarantine, and what stands in them is typed until staff look at it. Who of the staff decided, and what
    # a paper is compared by, is not for merchants.
    "compliance_document": Right(
        "SELECT (id, tenant_role, link_id, kind, title, fields, position, valid_from, valid_to, stored, filename, media_type, size,"
        " pages, sha256, file_state, file_reason, state, answer, uploaded_by, uploaded_email, uploaded_at, decided_at, replaces_id,"
        " shredded_at), INSERT, UPDATE (title, fields, position, valid_from, valid_to)",
        OWN,
        f"{OWN} AND {FRESH_PAPER} AND {OPEN_PAPER}",
        may_update=True,
        update_rows=f"{OWN} AND state = 'waiting' AND {OPEN_PAPER}",
    ),
    # Looks at papers of its own: who of the staff it was, it does not learn.
    "compliance_documentlook": Right(
        "SELECT (id, document_id, tenant_role, kind, shown_as, page, at), INSERT",
        OWN,
        f"{OWN} AND kind = 'merchant' AND public.is_own_paper(document_id)",
    ),
    # What a merchant tells of itself, until it hands that in, and again once it is decided. What its standing is made of, and who of
    # the staff reviewed it, is not for it to see; what is held against it, and why, is.
    "compliance_merchantfile": Right(
        "SELECT (id, tenant_role, kind, exempt_reason, name, uscc, registration_number, country, legal_representative, owners, entity_type,"
        " capital, address, business_scope, registry, founded_on, licence_ends_on, contact_person, sealed, person_print, bank_print,"
        " phone_print, serves, icp_number, wants_balances, payment_licence, institution, institution_contract, institution_until,"
        " edited_by, handed_in_by, handed_in_email, handed_in_at, state, version, submitted_by, appeal_until, verified_at, due_at,"
        " vouched, note, created_at, changed_at),"
        " UPDATE (kind, exempt_reason, name, uscc, registration_number, country, legal_representative, owners, entity_type, capital,"
        " address, business_scope, registry, founded_on, licence_ends_on, contact_person, sealed, person_print, bank_print, phone_print,"
        " serves, icp_number, wants_balances, payment_licence, institution, institution_contract, institution_until, edited_by)",
        OWN,
        may_update=True,
        update_rows=f"{OWN} AND handed_in_at IS NULL"
        " AND state IN ('draft', 'needs_info', 'verified', 'due', 'lapsed', 'refused')",
    ),
    "compliance_merchantrestriction": Right(
        "SELECT (id, file_id, kind, reason, remedy, documents, legal_basis, made_at, appeal_until, lifted_at, lifted_because)",
        "file_id IN (SELECT id FROM public.compliance_merchantfile)",
    ),
    "compliance_merchantappeal": Right(
        "SELECT (id, restriction_id, text, made_by, made_email, made_at, state, answer, decided_at)",
        "restriction_id IN (SELECT id FROM public.compliance_merchantrestriction)",
    ),
    "compliance_agreementversion": Right("SELECT", "true"),
    "compliance_agreementconsent": Right("SELECT, INSERT", OWN, OWN),
    # Its own, and the one for the whole installation.
    "compliance_retentionchoice": Right("SELECT (id, tenant_role, profile, at)", f"({OWN} OR tenant_role = '')"),
    "billing_billingaccount": Right("SELECT", OWN),
    "billing_subscription": Right("SELECT", OWN),
    "billing_subscriptionstep": Right("SELECT", OWN),
    "billing_invoice": Right("SELECT", OWN),
    "billing_grantedplan": Right("SELECT (tenant_id, tenant_role, plan, until, granted_at, ended_at)", OWN),
    "billing_usagetotal": Right("SELECT", OWN),
    "events_event": Right("SELECT, INSERT", OWN, OWN),
    "events_job": Right("INSERT", "false", OWN),
    # A job that sends a mail runs as the merchant whose mail it is. Whose it is, and what it says, is never changed.
    "messaging_mail": Right(
        "SELECT, INSERT, UPDATE (status, sealed, attempts, reason, done_at)", OWN, OWN, may_update=True
    ),
    "events_listener": Right("SELECT, INSERT, UPDATE", OWN, OWN, may_update=True),
    "events_outboxentry": Right("INSERT", "false", OWN),
    "identity_membership": Right("SELECT", OWN),
    # Not the hash of the link. Members and invitations are written by functions, which check the caller's shop and the owner.
    "identity_invitation": Right(
        "SELECT (id, tenant_id, tenant_role, email, role, invited_by_id, created_at, sent_at, expires_at, accepted_at,"
        " withdrawn_at)",
        OWN,
    ),
    "identity_user": Right(
        "SELECT (id, email, display_name, is_active)", "id IN (SELECT user_id FROM public.identity_membership)"
    ),
    "webhooks_endpoint": Right("SELECT, INSERT, UPDATE", OWN, OWN, may_update=True),
    "webhooks_tally": Right("SELECT", OWN),
    "webhooks_redelivery": Right("SELECT, INSERT", OWN, OWN),
    "webhooks_delivery": Right("SELECT", OWN),
    "webhooks_deliveryattempt": Right("SELECT", OWN),
}
# The platform itself may not rewrite history either.
PLATFORM_RIGHTS: dict[str, str] = {
    "events_event": "SELECT, INSERT",
    "compliance_auditanchor": "SELECT, INSERT",
    "compliance_auditcut": "SELECT, INSERT",
    "compliance_platformauditlink": "SELECT, INSERT",
    "compliance_staffact": "SELECT, INSERT",
    "compliance_staffoutcome": "SELECT, INSERT",
    "compliance_supplierevent": "SELECT, INSERT",
    "compliance_merchantevent": "SELECT, INSERT",
    "compliance_documentlook": "SELECT, INSERT",
    "compliance_ruleversion": "SELECT, INSERT",
    "compliance_rulebookload": "SELECT, INSERT",
    "compliance_screening": "SELECT, INSERT",  # deleted by public.purge_screenings
    # Records that the law has the platform keep (KEEP-01): erased in place when their time is over, never deleted.
    "compliance_supplier": "SELECT, INSERT, UPDATE",
    "compliance_supplylink": "SELECT, INSERT, UPDATE",
    "compliance_document": "SELECT, INSERT, UPDATE",
    "compliance_restriction": "SELECT, INSERT, UPDATE",
    "compliance_retentionchoice": "SELECT, INSERT",
    "compliance_agreementversion": "SELECT, INSERT",
    "compliance_agreementconsent": "SELECT, INSERT",
    "compliance_tenantlook": "SELECT",  # written by public.open_look, look_into and close_look
    "compliance_authorityexport": "SELECT, INSERT, UPDATE",
    "compliance_exportstep": "SELECT, INSERT",
    "compliance_findingstep": "SELECT, INSERT",
    "compliance_exportletter": "SELECT, INSERT, UPDATE",
    "compliance_letterlook": "SELECT, INSERT",
    "compliance_exportread": "SELECT",  # written by public.begin_export_read and tell_secret_exports
    "compliance_exportedperson": "SELECT, INSERT",
    "compliance_watchedition": "SELECT, INSERT",
    "compliance_watchlist": "SELECT, INSERT, UPDATE",
    "compliance_watchentry": "SELECT, INSERT, UPDATE",  # one that is off its list says until when it was on it
    "compliance_watchreport": "SELECT, INSERT",
    "tenancy_tenantstep": "SELECT, INSERT",
    "billing_subscriptionstep": "SELECT, INSERT",
}


def public_tables(cursor: psycopg.Cursor[tuple[object, ...]]) -> list[str]:
    """Every table in ``public``."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [str(row[0]) for row in cursor.fetchall()]


def apply_public_grants(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Bring rights and policies of all public tables to the state written above; idempotent."""
    owner, platform, tenants = (
        sql.Identifier(name) for name in (settings.ROLE_OWNER, settings.ROLE_PLATFORM, settings.ROLE_TENANTS)
    )
    with connection.cursor() as cursor:
        for name in public_tables(cursor):
            table = sql.Identifier("public", name)
            right = TENANT_RIGHTS.get(name)
            statements = [
                "REVOKE ALL ON {table} FROM PUBLIC, {platform}, {tenants}",
                f"GRANT {PLATFORM_RIGHTS.get(name, 'SELECT, INSERT, UPDATE, DELETE')} ON {{table}} TO {{platform}}",
                "DROP POLICY IF EXISTS platform_all ON {table}",
                "DROP POLICY IF EXISTS tenant_rows ON {table}",
                "DROP POLICY IF EXISTS tenant_insert ON {table}",
                "DROP POLICY IF EXISTS tenant_update ON {table}",
            ]
            if name != "django_migrations":
                statements += [
                    "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
                    "ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
                    "CREATE POLICY platform_all ON {table} TO {platform}, {owner} USING (true) WITH CHECK (true)",
                ]
            if right:
                statements += [
                    f"GRANT {right.privileges} ON {{table}} TO {{tenants}}",
                    f"CREATE POLICY tenant_rows ON {{table}} FOR SELECT TO {{tenants}} USING ({right.rows})",
                ]
                if right.insert_check:
                    statements.append(
                        "CREATE POLICY tenant_insert ON {table} FOR INSERT TO {tenants} "
                        f"WITH CHECK ({right.insert_check})"
                    )
                if right.may_update:
                    statements.append(
                        "CREATE POLICY tenant_update ON {table} FOR UPDATE TO {tenants} "
                        f"USING ({right.update_rows or right.rows}) WITH CHECK ({right.update_rows or right.rows})"
                    )
            for statement in statements:
                cursor.execute(sql.SQL(statement).format(table=table, platform=platform, tenants=tenants, owner=owner))
        cursor.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(platform))
        _grant_functions(cursor)
    connection.commit()


def _grant_functions(cursor: psycopg.Cursor[tuple[object, ...]]) -> None:
    platform, tenants = sql.Identifier(settings.ROLE_PLATFORM), sql.Identifier(settings.ROLE_TENANTS)
    for function in (*TENANT_FUNCTIONS, *PLATFORM_FUNCTIONS, *OWN_FUNCTIONS):
        cursor.execute(sql.SQL(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC, {{}}, {{}}").format(tenants, platform))
    for function in (*TENANT_FUNCTIONS, *PLATFORM_FUNCTIONS):
        cursor.execute(sql.SQL(f"GRANT EXECUTE ON FUNCTION {function} TO {{}}").format(platform))
    for function in TENANT_FUNCTIONS:
        cursor.execute(sql.SQL(f"GRANT EXECUTE ON FUNCTION {function} TO {{}}").format(tenants))
