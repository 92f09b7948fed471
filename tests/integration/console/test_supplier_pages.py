"""Suppliers in the back office: what was agreed with them, and its end, of which somebody is told in time."""

import datetime as dt

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.access.models import AuditEntry
from tenants.console.finance_period import today
from tenants.inventory.models import SupplierContract
from tests.integration.console.test_back_office import staff
from tests.world import make_shelf

PLACE = "/console/suppliers"


def text(client, path=PLACE):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def contract(tenant):
    return make_shelf(tenant).contract


def end_in(tenant, contract, days):
    with tenant_context(tenant):
        SupplierContract.objects.filter(pk=contract.pk).update(ends_on=today() + dt.timedelta(days=days))


def test_an_end_and_a_contact_are_noted_and_taken_away_again(tenant, contract):
    client, page = staff(tenant, "operations"), f"{PLACE}/{contract.id}"
    assert client.post(page, {"ends_on": "2031-12-31", "contact": "王经理 139"}).headers["Location"] == PLACE
    assert "2031-12-31" in text(client)
    assert 'value="2031-12-31"' in text(client, page)
    assert "王经理 139" in text(client, page)
    client.post(page, {"ends_on": "", "contact": ""})
    with tenant_context(tenant):
        kept = SupplierContract.objects.get(pk=contract.pk)
        assert (kept.ends_on, kept.contact, kept.name) == (None, "", contract.name)
        assert AuditEntry.objects.filter(act="supplier").count() == 2


@pytest.mark.parametrize("written", ["31.12.31", "2031-02-30", "soon"])
def test_what_is_no_day_is_said_and_nothing_changes(tenant, contract, written):
    end_in(tenant, contract, 90)
    answer = staff(tenant).post(f"{PLACE}/{contract.id}", {"ends_on": written, "contact": "new"})
    assert "日期无法识别" in answer.content.decode()
    assert f'value="{written}"' in answer.content.decode()
    with tenant_context(tenant):
        kept = SupplierContract.objects.get(pk=contract.pk)
        assert (kept.ends_on, kept.contact) == (today() + dt.timedelta(days=90), contract.contact)


@pytest.mark.parametrize(
    ("days", "said", "waits"),
    [
        (-1, "已到期", "合作已到期的供应商"),
        (0, "今天到期", "合作快到期的供应商"),
        (1, "1 天后到期", "合作快到期的供应商"),
        (30, "30 天后到期", "合作快到期的供应商"),
        (31, None, None),
        (None, None, None),
    ],
)
def test_who_looks_after_suppliers_is_told_of_an_end_in_time(tenant, contract, days, said, waits):
    if days is not None:
        end_in(tenant, contract, days)
    client = staff(tenant, "operations")
    listed, waiting = text(client), text(client, "/console/attention")
    assert [word for word in ("已到期", "今天到期", "天后到期") if word in listed] == ([said[-4:]] if said else [])
    assert (said or "") in listed
    assert [word for word in ("合作已到期的供应商", "合作快到期的供应商") if word in waiting] == (
        [waits] if waits else []
    )
    assert "到期的供应商" not in text(staff(tenant, "support"), "/console/attention")


def test_a_contract_of_another_shop_is_not_there(tenant, other_tenant):
    theirs = make_shelf(other_tenant).contract
    client = staff(tenant)
    assert client.get(f"{PLACE}/{theirs.id}").status_code == 404
    assert client.post(f"{PLACE}/{theirs.id}", {"ends_on": "2031-12-31", "contact": "x"}).status_code == 404
    with tenant_context(other_tenant):
        assert SupplierContract.objects.get(pk=theirs.pk).ends_on is None
