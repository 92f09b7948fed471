"""Products that are cards in law, and a rule that somebody changed."""

import copy

import pytest
import yaml
from django.db import OperationalError, connection

from platform_core.compliance import rule_selectors
from platform_core.compliance.errors import RuleRefused
from platform_core.compliance.known_places import forget_places
from platform_core.compliance.known_rules import forget_rules
from platform_core.compliance.models import MerchantFile, Screening
from platform_core.compliance.rulebook.reading import list_released
from platform_core.compliance.services.load_rulebook import load_rulebook
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.catalog.models import Product
from tenants.orders.purchasers import Identity
from tests.integration.orders.ordering import order
from tests.world import make_shelf, now, stock

RELEASED = {body["id"]: body for body in list_released()}
ADULT, CHILD = "11010519491231002X", "110105201501010017"
COMPANY = "91110000600037341L"
NAMED = Identity("王 小明", ADULT)
YUAN = 100
ME = {"contact": "13800138000", "contact_type": "phone"}


def make_card(tenant, nature, *, codes=5, named=False, terms=None, **sku):
    """A product of a nature that is on sale already, with codes."""
    shelf = make_shelf(tenant, **sku)
    if codes:
        stock(tenant, shelf, codes)
    with tenant_context(tenant):
        Product.objects.filter(pk=shelf.product.pk).update(nature=nature, named=named, card_terms=terms or {})
    return shelf


def change_rule(rule_id, *, holds, passes, fails):
    """Counsel loads another version of a rule, with examples of its own."""
    body = {**copy.deepcopy(RELEASED[rule_id]), "version": 9, "holds": holds}
    body["vectors"] |= {"pass": passes, "fail": fails}
    family = body.pop("family")
    with platform_context():
        load_rulebook(
            texts=[yaml.safe_dump({"family": family, "rules": [body]}, allow_unicode=True)], by="counsel", now=now()
        )
    forget_rules()


def where(tenant, **told):
    """The shop's merchant says where it is established."""
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT public.begin_merchant_file(%s)", [now()])
    with platform_context():
        MerchantFile.objects.filter(tenant_role=tenant.role_name).update(**told)
    forget_places()


def take_rules_away(monkeypatch):
    """Nobody can read the rules any more."""

    def gone():
        raise OperationalError("the connection was lost")

    monkeypatch.setattr(rule_selectors, "_read_shop_rules", gone)
    forget_rules()


def screenings(tenant, kind, rule=None):
    """What was kept of a shop's subjects of a kind, the oldest first; with a rule: those that asked it."""
    with platform_context():
        rows = list(Screening.objects.filter(tenant_role=tenant.role_name, subject_kind=kind).order_by("at", "id"))
    return [row for row in rows if rule is None or any(each["rule"] == rule for each in row.outcomes)]


def result_of(row, rule):
    """``passed``, ``failed`` and so on, and the version."""
    return next((each["result"], each["version"]) for each in row.outcomes if each["rule"] == rule)


def buy(tenant, shelf, quantity=1, **fields):
    with tenant_context(tenant):
        return order((shelf.sku, quantity), **fields)


def refusal(tenant, shelf, quantity=1, **fields):
    with tenant_context(tenant), pytest.raises(RuleRefused) as refused:
        order((shelf.sku, quantity), **fields)
    return refused.value.data


def card(tenant, yuan=1_000, **more):
    given = {"codes": 30, "face_value": yuan * YUAN, "price": yuan * YUAN, **more}
    return make_card(tenant, given.pop("nature", "prepaid"), **given)


def make_shelf_with_codes(tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 5)
    return shelf
