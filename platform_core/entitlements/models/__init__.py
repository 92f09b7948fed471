from platform_core.entitlements.models.entitlement import Entitlement

__all__ = ["Entitlement"]
