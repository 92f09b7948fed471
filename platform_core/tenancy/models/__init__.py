from platform_core.tenancy.models.domain import Domain
from platform_core.tenancy.models.domain_claim import DomainClaim
from platform_core.tenancy.models.schema_template import SchemaTemplate
from platform_core.tenancy.models.sign_up import SignUp
from platform_core.tenancy.models.spare_schema import SpareSchema
from platform_core.tenancy.models.tenant import Tenant
from platform_core.tenancy.models.tenant_step import TenantStep

__all__ = ["Domain", "DomainClaim", "SchemaTemplate", "SignUp", "SpareSchema", "Tenant", "TenantStep"]
