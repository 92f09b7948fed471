from __future__ import annotations

import datetime as dt

from platform_core.compliance.services.register_supplier import register_supplier
from platform_core.compliance.services.vouch_supplier import vouch_supplier
from platform_core.tenancy.context import platform_context
from tenants.catalog.models import Sku
from tenants.catalog.services.create_product import create_product
from tenants.demo.seeding.test_goods import GOODS
from tenants.inventory.locks import TEST_SUPPLIER
from tenants.inventory.selectors import find_test_contract
from tenants.inventory.services.add_contract import add_contract
from tenants.inventory.services.set_test_stock import set_test_stock


def stock_twin(*, now: dt.datetime) -> None:
    """Put the test supplier, the demo goods and the magic SKUs into the test twin whose context this is.

    What is there already stays as it is: a twin of an older edition gets what it lacks.
    """
    if find_test_contract() is None:
        supplier_id = register_supplier(name=TEST_SUPPLIER)
        add_contract(supplier_id=supplier_id, name=TEST_SUPPLIER, now=now)
        with platform_context():
            vouch_supplier(link_id=supplier_id, reason="test mode", now=now)
    known = set(Sku.objects.values_list("sku_code", flat=True))
    for goods in GOODS:
        if known.isdisjoint(draft.sku_code for draft in goods.skus):
            product = create_product(name=goods.name, name_en=goods.name_en, kind=goods.kind, skus=goods.skus, now=now)
            for sku in product.skus.all():
                if available := goods.stock.get(sku.sku_code):
                    set_test_stock(sku=sku, available=available, now=now)
