from platform_core.kernel.errors import DomainError


class UrlRefused(DomainError):
    """The URL can never be called. ``reason`` says why, quoting nothing of it."""

    code = "url_refused"


class EndpointLimitReached(DomainError):
    """The shop has as many endpoints as it may have (``limit``)."""

    code = "endpoint_limit_reached"


class EndpointSettingInvalid(DomainError):
    """A setting of an endpoint is none: which (``param``), and why (``reason``)."""

    code = "endpoint_setting_invalid"


class EndpointNotActive(DomainError):
    """The endpoint is paused or disabled (``current_state``), or deleted: nothing can be sent to it now."""

    code = "endpoint_not_active"


class DeliveryUnderWay(DomainError):
    """The delivery is being sent at this moment."""

    code = "delivery_under_way"


class RedeliveryNotCancelable(DomainError):
    """The redelivery is over."""

    code = "redelivery_not_cancelable"


class TimeRangeInvalid(DomainError):
    """The range of time is empty, lies in the future, or begins before what is kept."""

    code = "time_range_invalid"
