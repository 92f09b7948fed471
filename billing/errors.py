from platform_core.kernel.errors import DomainError


class BillingOff(DomainError):
    """This installation charges nobody."""

    code = "billing_off"


class BillingUnavailable(DomainError):
    """The provider does not answer, or not so that one could go by it; ``reason`` is its own code. Later it may."""

    code = "billing_unavailable"


class BillingRefused(DomainError):
    """The provider will not do that; ``reason`` is its own code."""

    code = "billing_refused"


class BillingEventForged(DomainError):
    """Not an event that the provider signed, lately and for us; ``reason`` says what is wrong."""

    code = "billing_event_forged"


class SubscriptionStateInvalid(DomainError):
    """The subscription is not in a state in which that can be done; ``state`` names it."""

    code = "subscription_state_invalid"


class PlanNotForSale(DomainError):
    """There is no such plan, or not at this interval; or it is the one that the merchant has."""

    code = "plan_not_for_sale"


class PlanTooSmall(DomainError):
    """The merchant has more than the plan allows; ``over`` names what, as ``{limit: {"used", "limit"}}``."""

    code = "plan_too_small"


class CouponInvalid(DomainError):
    """There is no such coupon, or it is over, or not for this plan."""

    code = "coupon_invalid"


class InvoiceTitleInvalid(DomainError):
    """Something of an invoice title (抬头) is missing or wrong; ``param`` names it."""

    code = "invoice_title_invalid"


class InvoiceStateInvalid(DomainError):
    """The bill is not in a state in which that can be done; ``state`` names it."""

    code = "invoice_state_invalid"
