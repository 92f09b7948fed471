from tenants.access.models.api_key import ApiKey
from tenants.access.models.api_version_pin import ApiVersionPin
from tenants.access.models.idempotency_record import IdempotencyRecord
from tenants.access.models.key_usage import KeyUsage
from tenants.access.models.request_log_entry import RequestLogEntry
from tenants.access.models.shop_session import ShopSession

__all__ = ["ApiKey", "ApiVersionPin", "IdempotencyRecord", "KeyUsage", "RequestLogEntry", "ShopSession"]
