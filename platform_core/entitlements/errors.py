from platform_core.kernel.errors import DomainError


class PlanUnknown(DomainError):
    """There is no plan of this name; ``plans`` names those there are."""

    code = "plan_unknown"


class SubscriptionInactive(DomainError):
    """The merchant did not pay for its subscription; ``standing`` says how far that went, ``upgrade_url`` where it can pay."""

    code = "subscription_inactive"


class LimitReached(DomainError):
    """The merchant has as much as its plan allows; ``quota`` names what, ``limit`` how much, ``upgrade_url`` where there is more."""

    code = "quota_exceeded"
