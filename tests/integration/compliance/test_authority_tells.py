"""Each shop whose data an authority is given reads so in its own log, at once or after its secrecy, and no other shop does."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import Error, connection, transaction

from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.export_enums import ExportScope
from platform_core.compliance.export_selectors import list_told
from platform_core.compliance.models import Finding, Supplier, SupplyLink
from platform_core.compliance.services.build_export import build_export
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.services.tend_exports import tend_exports
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.authority import agree, ask, unpacked
from tests.integration.site.looking import database_clock, told
from tests.integration.site.staffing import hire


@pytest.fixture
def people(db):
    """Who asks, and who approves."""
    return hire("reviewer"), hire("lead")


@pytest.fixture
def supplier(db):
    with platform_context():
        return Supplier.objects.create(name="某某科技有限公司", created_at=now(), changed_at=now())


def supplied(supplier, tenant):
    with platform_context():
        SupplyLink.objects.create(tenant_role=tenant.role_name, supplier=supplier, name="L", created_at=now())


def found(tenant, supplier=None, facts=None, key="k"):
    """A finding in this shop, or (None) in none."""
    with platform_context():
        report_finding(
            rule_id="X1", level=Level.REVIEW, subject=(SubjectKind.BATCH, key), key=key, facts=facts or {},
            tenant_role=tenant.role_name if tenant else "", supplier_id=supplier.id if supplier else None, now=now(),
        )  # fmt: skip
        return Finding.objects.get(key=key)


def handed_over(people, scope, ref, *sections, shop=None, **given):
    """What was asked for, as it is in the file."""
    export = ask(shop, people[0], scope=scope, about=str(ref), sections=sections, **given)
    password = agree(export, people[1])
    with platform_context():
        build_export(export_id=export.id, now=now())
    return export, unpacked(export, password)


def read_of(tenant):
    return [entry.target for entry in told(tenant)]


def test_of_a_supplier_those_shops_read_so_who_handed_it_in(tenant, other_tenant, people, supplier):
    supplied(supplier, tenant)
    export, files = handed_over(people, ExportScope.SUPPLIER, supplier.id, "supplier_file")
    assert supplier.name in files["supplier_file.json"].decode()
    assert (read_of(tenant), read_of(other_tenant)) == (["supplier_file"], [])
    with platform_context():
        assert [role for role, at in list_told(export.id) if at] == [tenant.role_name]


def test_of_a_finding_those_read_so_whose_it_is_and_whom_it_names(tenant, other_tenant, people):
    finding = found(None, facts={"shops": [{"shop": tenant.role_name}, "kq_t_nobody"]})
    handed_over(people, ExportScope.FINDING, finding.id, "findings")
    assert (read_of(tenant), read_of(other_tenant)) == (["findings"], [])
    both = found(tenant, facts={other_tenant.role_name: 3}, key="both")
    handed_over(people, ExportScope.FINDING, both.id, "findings")
    assert (read_of(tenant), read_of(other_tenant)) == (["findings", "findings"], ["findings"])


def test_findings_of_a_supplier_outside_of_the_time_are_told_to_nobody(tenant, other_tenant, people, supplier):
    found(tenant, supplier)
    old = found(other_tenant, supplier, key="old")
    with platform_context():
        Finding.objects.filter(pk=old.pk).update(found_at=now() - dt.timedelta(days=90))
    _export, files = handed_over(people, ExportScope.SUPPLIER, supplier.id, "findings")
    assert len(json.loads(files["findings.json"])) == 1
    assert (read_of(tenant), read_of(other_tenant)) == (["findings"], [])


def test_of_one_shop_that_shop_alone_reads_so_whomever_its_findings_name(tenant, other_tenant, people):
    found(tenant, facts={"other": other_tenant.role_name})
    _export, files = handed_over(people, ExportScope.TENANT, "", "findings", "staff_acts", shop=tenant)
    assert other_tenant.role_name not in files["findings.json"].decode()
    assert (read_of(tenant), read_of(other_tenant)) == (["findings", "staff_acts"], [])


def test_secrecy_defers_what_shops_of_a_supplier_are_told(tenant, other_tenant, people, supplier):
    supplied(supplier, tenant)
    supplied(supplier, other_tenant)
    until = now().date() + dt.timedelta(days=2)
    given = {"secret_until": until, "secret_reason": "调证通知书第二条"}
    export, _files = handed_over(people, ExportScope.SUPPLIER, supplier.id, "supplier_file", **given)
    assert (read_of(tenant), read_of(other_tenant)) == ([], [])
    with platform_context():
        assert {at for _role, at in list_told(export.id)} == {None}
    with database_clock("4 days"), platform_context():
        tend_exports(now=now())
    assert (read_of(tenant), read_of(other_tenant)) == (["supplier_file"], ["supplier_file"])


def test_nobody_is_told_of_what_is_not_approved_or_not_asked_for(tenant, people, supplier):
    supplied(supplier, tenant)
    export = ask(None, people[0], scope=ExportScope.SUPPLIER, about=str(supplier.id), sections=("supplier_file",))
    for approved, section in ((False, "supplier_file"), (True, "findings")):
        if approved:
            agree(export, people[1])
        with platform_context(), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT public.begin_platform_read(%s, %s)", [export.id, section])
    assert read_of(tenant) == []
