"""The database lets a shop hand in papers of its own into quarantine, and nothing else; looks are written once."""

import pytest
from django.db import ProgrammingError, connection, transaction

from platform_core.compliance.enums import LookKind
from platform_core.compliance.models import Document, DocumentLook
from platform_core.compliance.services.record_look import record_look
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.compliance.paper_supply import begin, hand_in, submit
from tests.isolation.test_database_wall import refused


@pytest.fixture
def paper(tenant):
    return hand_in(tenant, begin(tenant))


def execute(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def fresh(tenant, link_id, **changed):
    row = {"tenant_role": tenant.role_name, "link_id": link_id, "kind": "licence", "stored": f"x{link_id}", "filename": "a.jpg",
           "size": 1, "sha256": b"x" * 32, "uploaded_by": "u", "uploaded_at": now(), **changed}  # fmt: skip
    return Document(**row)


def test_another_shop_sees_nothing_of_a_paper(tenant, other_tenant, paper):
    with tenant_context(other_tenant):
        assert not Document.objects.only("id").filter(pk=paper.id).exists()
        assert execute("UPDATE public.compliance_document SET title = 'x' WHERE id = %s", [paper.id]) == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.is_own_paper(%s), public.remove_paper(%s, now())", [paper.id, paper.id])
            assert cursor.fetchone() == (False, None)
    with tenant_context(tenant):
        assert Document.objects.only("id").filter(pk=paper.id).exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"file_state": "clean"}, {"state": "accepted"}, {"pages": 1}, {"phash": 1}, {"detail": b"x"}, {"answer": "x"},
        {"decided_by": "x"}, {"media_type": "image/png"}, {"reminded_days": 1},
    ],
    ids=lambda changed: next(iter(changed)),
)  # fmt: skip
def test_nothing_but_quarantine_can_be_inserted(tenant, changed):
    link_id = begin(tenant)
    with tenant_context(tenant):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            fresh(tenant, link_id, **changed).save(force_insert=True)
        fresh(tenant, link_id).save(force_insert=True)


def test_no_paper_for_another_shop_its_supplier_or_one_that_is_with_the_platform(tenant, other_tenant, paper):
    theirs = begin(other_tenant)
    with tenant_context(tenant):
        for wrong in (
            fresh(other_tenant, None), fresh(tenant, theirs),
            fresh(tenant, None, replaces_id=hand_in(other_tenant, theirs, scanned=False).id),
        ):  # fmt: skip
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                wrong.save(force_insert=True)
    hand_in(tenant, paper.link_id, "carrier")
    submit(tenant, paper.link_id)
    with tenant_context(tenant):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            fresh(tenant, paper.link_id).save(force_insert=True)
        assert execute("UPDATE public.compliance_document SET title = 'x' WHERE id = %s", [paper.id]) == 0


def test_what_papers_are_compared_by_and_who_decided_is_closed_to_shops(tenant, paper):
    with tenant_context(tenant):
        for column in ("phash", "detail", "decided_by", "reminded_days"):
            refused(f"SELECT {column} FROM public.compliance_document")
        for change in (
            "file_state = 'clean'",
            "state = 'accepted'",
            "sha256 = ''",
            "stored = ''",
            "valid_to = valid_to, pages = 2",
        ):
            refused(f"UPDATE public.compliance_document SET {change}")
        refused("DELETE FROM public.compliance_document")


def test_looks_are_of_own_papers_by_own_people_and_never_change(tenant, other_tenant, paper):
    asked = {"document": paper, "page": 1, "who": "u", "email": "u@a.example", "address": "", "now": now()}
    with platform_context():
        record_look(kind=LookKind.STAFF, **asked)
        refused("UPDATE public.compliance_documentlook SET email = 'x'")
        refused("DELETE FROM public.compliance_documentlook")
    with tenant_context(tenant):
        record_look(kind=LookKind.MERCHANT, **asked)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            record_look(kind=LookKind.STAFF, **asked)
        seen = DocumentLook.objects.only("kind", "shown_as").filter(document_id=paper.id).order_by("at", "kind")
        assert {(look.kind, look.shown_as) for look in seen} == {("staff", ""), ("merchant", "u@a.example")}
        refused("SELECT email FROM public.compliance_documentlook")
        refused("UPDATE public.compliance_documentlook SET page = 2")
    with tenant_context(other_tenant):
        assert not DocumentLook.objects.only("id").exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            record_look(kind=LookKind.MERCHANT, **asked)
