from platform_core.entitlements.models.balance_contract import BalanceContract
from platform_core.entitlements.models.entitlement import Entitlement

__all__ = ["BalanceContract", "Entitlement"]
