"""The card-code store. Only this app sees a card code at rest."""

from tenants.inventory.models.alert_settings import AlertSettings
from tenants.inventory.models.allocation import Allocation
from tenants.inventory.models.backorder import Backorder
from tenants.inventory.models.bucket import Bucket
from tenants.inventory.models.card_code import CardCode
from tenants.inventory.models.code_import import CodeImport
from tenants.inventory.models.data_key import DataKey
from tenants.inventory.models.generated_code import GeneratedCode
from tenants.inventory.models.known_level import KnownLevel
from tenants.inventory.models.lot import Lot
from tenants.inventory.models.reservation import Reservation
from tenants.inventory.models.returned_range import ReturnedRange
from tenants.inventory.models.shared_code import SharedCode
from tenants.inventory.models.shared_use import SharedUse
from tenants.inventory.models.sku_alert import SkuAlert
from tenants.inventory.models.sku_pace import SkuPace
from tenants.inventory.models.stock_robot import StockRobot
from tenants.inventory.models.supplier_contract import SupplierContract
from tenants.inventory.models.withheld_code import WithheldCode

__all__ = [
    "AlertSettings",
    "Allocation",
    "Backorder",
    "Bucket",
    "CardCode",
    "CodeImport",
    "DataKey",
    "GeneratedCode",
    "KnownLevel",
    "Lot",
    "Reservation",
    "ReturnedRange",
    "SharedCode",
    "SharedUse",
    "SkuAlert",
    "SkuPace",
    "StockRobot",
    "SupplierContract",
    "WithheldCode",
]
