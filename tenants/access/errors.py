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


class KeyLimitInvalid(DomainError):
    """A limit of a key makes no sense; ``param`` names it, ``reason`` says why."""

    code = "key_limit_invalid"


class EncryptionKeyInvalid(DomainError):
    """Codes cannot be encrypted to this key; ``param`` names it, ``reason`` says why."""

    code = "encryption_key_invalid"


class IpNotAllowed(DomainError):
    """The key may not be used from this address."""

    code = "ip_not_allowed"


class KeyNotUsable(DomainError):
    """A key that is over cannot be rolled or changed."""

    code = "key_not_usable"


class QuotaExceeded(DomainError):
    """The key has issued as many codes today as it may."""

    code = "quota_exceeded"


class IdempotencyKeyReused(DomainError):
    """The same Idempotency-Key came with another request."""

    code = "idempotency_key_reused"


class IdempotencyInProgress(DomainError):
    """Another request with this key (or external_id) is still running."""

    code = "idempotency_in_progress"


class ReasonMissing(DomainError):
    """What is asked for needs a reason in words."""

    code = "reason_missing"


class SecondPersonNeeded(DomainError):
    """It takes two people, and this is one, or neither of the two."""

    code = "second_person_needed"


class ApprovalOver(DomainError):
    """It was decided, done or withdrawn before, or is too old."""

    code = "approval_over"


class TooManyViews(DomainError):
    """A person keeps as many views of a list as there may be."""

    code = "too_many_views"


class RolePowersCross(DomainError):
    """Powers that must not be in one hand; ``pairs``: which."""

    code = "role_powers_cross"


class RolePowersRefused(DomainError):
    """Powers that there are not, or that an owner alone may have; ``powers``: which."""

    code = "role_powers_refused"


class RoleNameTaken(DomainError):
    """Another role of the shop is called so; ``param``: in which language."""

    code = "role_name_taken"


class RoleNameMissing(DomainError):
    """A role needs a name."""

    code = "role_name_missing"


class RoleInUse(DomainError):
    """Members have this role, or were invited to it."""

    code = "role_in_use"


class RoleChanged(DomainError):
    """Somebody else changed the role meanwhile."""

    code = "role_changed"


class TooManyRoles(DomainError):
    """A shop has as many roles of its own as there may be."""

    code = "too_many_roles"


class TooManyInvitations(DomainError):
    """More invitations than a shop sends within an hour."""

    code = "too_many_invitations"
