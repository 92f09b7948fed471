from platform_core.kernel.errors import DomainError


class ExternalIdConflict(DomainError):
    """This external_id was used before, for a different request; that request WAS executed."""

    code = "external_id_conflict"


class SkuInactive(DomainError):
    """The SKU or its product is not for sale."""

    code = "sku_inactive"


class QuantityOutOfRange(DomainError):
    """Less than the SKU's minimum, or more than a limit allows."""

    code = "quantity_out_of_range"


class PriceExceedsLimit(DomainError):
    """The price now is above the caller's own limit."""

    code = "price_exceeds_limit"


class CurrencyMismatch(DomainError):
    """Lines of one issuance are in one currency, the one the caller named."""

    code = "invalid_parameter"


class CodeStateInvalid(DomainError):
    """The code is not in a state in which this can be done to it; ``current_state`` says which it is in."""

    code = "code_state_invalid"


class CodeSuspended(DomainError):
    """The code is suspended; resume it first."""

    code = "code_suspended"


class CodeRecalled(DomainError):
    """The code was recalled by its supplier or the platform."""

    code = "code_recalled"


class CodeExpired(DomainError):
    """The code's last day is over; it can be replaced."""

    code = "code_expired"


class AlreadyRedeemed(DomainError):
    """Nothing is left of the code."""

    code = "already_redeemed"


class RedemptionExceedsBalance(DomainError):
    """Less is left of the code than was asked for; ``left`` says how much. Nothing was redeemed."""

    code = "redemption_exceeds_balance"


class CodeNotRedeemable(DomainError):
    """Codes of this SKU are not redeemed by the shop, or not in this measure."""

    code = "code_not_redeemable"


class RedemptionNotReversible(DomainError):
    """The redemption was reversed before, or its code was voided since."""

    code = "redemption_not_reversible"


class RefundExceedsAmount(DomainError):
    """More than was paid for it, less what was refunded before; ``refundable`` says how much is left."""

    code = "refund_exceeds_amount"


class AlreadyRefunded(DomainError):
    """A code was refunded before."""

    code = "already_refunded"


class RefundRefused(DomainError):
    """What is to be refunded does not belong together; ``reason`` says why."""

    code = "refund_refused"


class RefundNotCancelable(DomainError):
    """The refund counts already; it succeeds or fails as a whole."""

    code = "refund_not_cancelable"


class BulkVoidNotCancelable(DomainError):
    """The bulk void is over."""

    code = "bulk_void_not_cancelable"


class IssuanceNotCancelable(DomainError):
    """It has codes already; they are voided or refunded instead."""

    code = "issuance_not_cancelable"


class BatchNotCancelable(DomainError):
    """The batch is over, or issues all or nothing and has begun."""

    code = "batch_not_cancelable"


class NothingToDeliver(DomainError):
    """It is over, without a code."""

    code = "nothing_to_deliver"


class TooManyDeliveries(DomainError):
    """Mails of this issuance, or of the whole shop, were many; ``retry_after`` says when to try again."""

    code = "delivery_limited"


class IssuanceNotWaiting(DomainError):
    """It is over, without all of its codes."""

    code = "issuance_not_waiting"


class RevealExhausted(DomainError):
    """Codes were read through the API as often as their product allows; nothing was shown, and nothing counted."""

    code = "reveal_exhausted"
