from tenants.access.models.api_key import ApiKey
from tenants.access.models.api_version_pin import ApiVersionPin
from tenants.access.models.approval import Approval
from tenants.access.models.attention_look import AttentionLook
from tenants.access.models.audit_entry import AuditEntry
from tenants.access.models.audit_link import AuditLink
from tenants.access.models.audit_outcome import AuditOutcome
from tenants.access.models.idempotency_record import IdempotencyRecord
from tenants.access.models.key_usage import KeyUsage
from tenants.access.models.request_log_entry import RequestLogEntry
from tenants.access.models.saved_view import SavedView
from tenants.access.models.shop_session import ShopSession
from tenants.access.models.shop_settings import ShopSettings
from tenants.access.models.staff_role import StaffRole

__all__ = [
    "ApiKey",
    "ApiVersionPin",
    "Approval",
    "AttentionLook",
    "AuditEntry",
    "AuditLink",
    "AuditOutcome",
    "IdempotencyRecord",
    "KeyUsage",
    "RequestLogEntry",
    "SavedView",
    "ShopSession",
    "ShopSettings",
    "StaffRole",
]
