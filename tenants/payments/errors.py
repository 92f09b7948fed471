from platform_core.kernel.errors import DomainError


class NoticeForged(DomainError):
    """A notice whose signature, age, addressee or form is wrong; it changes nothing. ``reason`` says which."""

    code = "notice_forged"


class GatewayUnavailable(DomainError):
    """The gateway did not answer, or not in a form that can be trusted: what became of the call is not known. Ask again."""

    code = "gateway_unavailable"


class GatewayRefused(DomainError):
    """The gateway said no, for good: ``reason`` is its own code, for the merchant to look up. Nothing moved."""

    code = "gateway_refused"


class AccountInvalid(DomainError):
    """A setting or secret of a gateway account cannot be right; ``field`` and ``reason`` say which and why."""

    code = "gateway_account_invalid"


class MethodUnavailable(DomainError):
    """This shop is not paid in this way, or not in this currency."""

    code = "payment_method_unavailable"


class RefundExceedsPayment(DomainError):
    """More would go back than was paid and is still there; ``refundable`` in minor units."""

    code = "refund_exceeds_payment"


class BalanceClosed(DomainError):
    """This shop has no contract with a licensed institution, on which balances of its buyers could stand."""

    code = "balance_closed"


class BalanceTooLow(DomainError):
    """A buyer has less than they want to spend or take back; nothing moved."""

    code = "balance_too_low"


class TopUpRefused(DomainError):
    """Not an amount that can be topped up."""

    code = "top_up_refused"


class AccountChanged(DomainError):
    """The account is not what it was when the change of it was asked for."""

    code = "account_changed"
