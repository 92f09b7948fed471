from platform_core.kernel.errors import DomainError


class ApiKeyInvalid(DomainError):
    """Not a key, or not one of ours."""

    code = "api_key_invalid"


class ApiKeyRevoked(DomainError):
    """The key was revoked."""

    code = "api_key_revoked"


class ApiKeyExpired(DomainError):
    """The key's expiry date has passed."""

    code = "api_key_expired"


class IdempotencyKeyReused(DomainError):
    """The same Idempotency-Key came with another request."""

    code = "idempotency_key_reused"


class IdempotencyInProgress(DomainError):
    """Another request with this key (or external_id) is still running."""

    code = "idempotency_in_progress"
