"""Which app migrates into which schema."""

from django_tenants.routers import TenantSyncRouter

__all__ = ["TenantSyncRouter"]
