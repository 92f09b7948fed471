from platform_core.kernel.errors import DomainError


class SlugTaken(DomainError):
    """Another shop has this address."""

    code = "slug_taken"


class SlugReserved(DomainError):
    """The address is kept for the platform."""

    code = "slug_reserved"


class SlugInvalid(DomainError):
    """3 to 31 lower-case letters, digits and single hyphens, a letter first."""

    code = "slug_invalid"


class StoreSuspended(DomainError):
    """The shop is suspended: it shows what was sold and sells nothing."""

    code = "store_suspended"


class TwinNotReady(DomainError):
    """The test twin is being made; ask again in a moment."""

    code = "test_mode_preparing"


class NoTenant(DomainError):
    """Code that needs a tenant ran outside every tenant."""

    code = "no_tenant"


class ClockNotMovable(DomainError):
    """A test clock goes forward only, and not for ever."""

    code = "clock_not_movable"


class DomainRefused(DomainError):
    """A domain that a shop cannot have; ``reason``: invalid, address, platform, suffix, taken, exists or too_many."""

    code = "domain_refused"


class SettingInvalid(DomainError):
    """A shop cannot be set up so; ``param`` says which setting."""

    code = "setting_invalid"


class TenantStepRefused(DomainError):
    """The shop's state, the law's periods or the people do not allow this step; ``reason`` names what, ``until`` when it may be."""

    code = "tenant_step_refused"
