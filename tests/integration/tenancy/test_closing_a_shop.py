"""A shop is suspended, closed, its key destroyed and its data dropped: in that order, at its time, by two people."""

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from platform_core.kernel.sealing import KeyMissing, keystore
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.enums import TenantAct, TenantState
from platform_core.tenancy.errors import TenantStepRefused
from platform_core.tenancy.models import Tenant, TenantStep
from platform_core.tenancy.services.change_tenant_state import change_tenant_state
from platform_core.tenancy.services.drop_tenant import drop_tenant
from platform_core.tenancy.services.shred_tenant import shred_tenant
from tenants.inventory import sealing
from tests.api.v1.test_issuances_create import body, post
from tests.world import api, codes_of, committed_shop, forget_everything, issue, make_key, make_shelf, now, shop, stock

PEOPLE = {"reason": "店主申请注销", "by": "anna@p.example", "second_by": "bo@p.example"}


def change(tenant, act, reason="店主申请", at=None):
    with platform_context():
        return change_tenant_state(tenant_id=tenant.id, act=act, reason=reason, by="anna@p.example", now=at or now())


def refused(call):
    with platform_context(), pytest.raises(TenantStepRefused) as error:
        call()
    return error.value.data["reason"]


def test_a_closed_shop_sells_nothing_and_goes_on_when_it_is_opened_again(tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 3)
    client = api(make_key(tenant))
    for act, status in ((TenantAct.SUSPEND, 403), (TenantAct.CLOSE, 403), (TenantAct.RESUME, 201)):
        change(tenant, act)
        forget_everything()  # as after some seconds, or in another process
        answer = post(client, body(shelf, 1, f"T-{act}"))
        assert answer.status_code == status, answer.json()
    assert shop(tenant).get("/").status_code == 200
    with platform_context():
        assert TenantStep.objects.filter(tenant_id=tenant.id).count() == 3


@pytest.mark.parametrize(
    ("state", "act"),
    [
        (TenantState.ACTIVE, TenantAct.RESUME),
        (TenantState.SUSPENDED, TenantAct.SUSPEND),
        (TenantState.ARCHIVED, TenantAct.CLOSE),
        (TenantState.ARCHIVED, TenantAct.SUSPEND),
    ],
)
def test_a_step_from_another_state_is_refused(tenant, state, act):
    with platform_context():
        Tenant.objects.filter(pk=tenant.id).update(state=state)
    assert refused(lambda: change(tenant, act)) == "state"
    with platform_context():
        assert not TenantStep.objects.exists()


def test_a_step_without_a_reason_is_refused(tenant):
    assert refused(lambda: change(tenant, TenantAct.SUSPEND, reason="  ")) == "reason"


@pytest.mark.parametrize(
    ("changed", "after", "reason"),
    [
        ({}, dt.timedelta(days=180, seconds=-1), "too_early"),
        ({"second_by": "anna@p.example"}, dt.timedelta(days=180), "two_people"),
        ({"second_by": " ANNA@p.example "}, dt.timedelta(days=180), "two_people"),
        ({"second_by": ""}, dt.timedelta(days=180), "two_people"),
        ({"reason": " "}, dt.timedelta(days=180), "reason"),
    ],
)
def test_a_key_is_not_destroyed_too_early_or_by_one_person(tenant, changed, after, reason):
    closed = now()
    change(tenant, TenantAct.CLOSE, at=closed)
    assert refused(lambda: shred_tenant(tenant_id=tenant.id, now=closed + after, **{**PEOPLE, **changed})) == reason
    assert keystore().get(tenant.id)


def test_an_open_shops_key_is_not_destroyed_nor_its_data_dropped(tenant):
    late = now() + dt.timedelta(days=5_000)
    assert refused(lambda: shred_tenant(tenant_id=tenant.id, now=late, **PEOPLE)) == "state"
    assert refused(lambda: drop_tenant(tenant_id=tenant.id, years=3, now=late, **PEOPLE)) == "state"


def test_the_database_refuses_one_person_and_a_changed_history(tenant):
    with platform_context():
        with pytest.raises(IntegrityError, match="tenant_step_two_people"), transaction.atomic():
            TenantStep.objects.create(
                tenant_id=tenant.id, act=TenantAct.SHRED, reason="x", by="a", second_by="a", at=now()
            )
        change(tenant, TenantAct.SUSPEND)
        for statement in ("UPDATE public.tenancy_tenantstep SET by = 'x'", "DELETE FROM public.tenancy_tenantstep"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_a_shredded_shops_codes_open_nowhere_and_its_records_go_when_the_law_allows():
    with committed_shop("closing") as tenant:
        shelf = make_shelf(tenant)
        stock(tenant, shelf, ["SECRET-1"])
        with tenant_context(tenant):
            line = issue(shelf.sku, 1)
            assert codes_of([line]) == ["SECRET-1"]
        closed = now()
        change(tenant, TenantAct.CLOSE, at=closed)
        with platform_context():
            shred_tenant(tenant_id=tenant.id, now=closed + dt.timedelta(days=180), **PEOPLE)
            shred_tenant(tenant_id=tenant.id, now=closed + dt.timedelta(days=181), **PEOPLE)  # cut off, and again
            assert TenantStep.objects.filter(tenant_id=tenant.id, act=TenantAct.SHRED).count() == 1
        sealing._keyrings.clear()
        with tenant_context(tenant), pytest.raises(KeyMissing):
            codes_of([line])
        assert refused(lambda: change(tenant, TenantAct.RESUME)) == "state"
        three = dt.timedelta(days=3 * 366)
        for years, at in (
            (3, closed + three - dt.timedelta(seconds=1)),
            (1, closed + dt.timedelta(days=400)),
            (5, closed + three),
        ):
            assert (
                refused(lambda years=years, at=at: drop_tenant(tenant_id=tenant.id, years=years, now=at, **PEOPLE))
                == "too_early"
            )
        with platform_context():
            assert drop_tenant(tenant_id=tenant.id, years=3, now=closed + three, **PEOPLE)[0] == tenant.schema_name
            with connection.cursor() as cursor:
                cursor.execute("SELECT to_regclass(%s)", [f"{tenant.schema_name}.orders_order"])
                assert cursor.fetchone() == (None,)
