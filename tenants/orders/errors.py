from platform_core.kernel.errors import DomainError


class ContactRefused(DomainError):
    """The contact is empty, malformed for its type, or so trivial that anybody would guess it."""

    code = "contact_refused"


class QueryPasswordRefused(DomainError):
    """Shorter than 6 characters, or trivial."""

    code = "query_password_refused"


class NotForSale(DomainError):
    """The product was taken down."""

    code = "not_for_sale"


class QuantityRefused(DomainError):
    """Below the minimum or above the limit of this SKU."""

    code = "quantity_refused"


class TooManyLines(DomainError):
    """An order has one line at least, and not too many."""

    code = "too_many_lines"


class CurrenciesMixed(DomainError):
    """Everything in an order is paid in one currency."""

    code = "currency_mismatch"


class TooManyOpenOrders(DomainError):
    """This contact has unpaid orders that already hold stock."""

    code = "too_many_open_orders"


class OrderRefused(DomainError):
    """The shop takes no orders from this person. Why is not said: whoever types somebody's contact learns nothing about them."""

    code = "order_refused"


class IdentityRefused(DomainError):
    """The name or number of an identity document cannot be right; ``field`` says which."""

    code = "identity_refused"


class OrderNotFound(DomainError):
    """No such order, or the wrong contact or password: the asker is not told which."""

    code = "order_not_found"


class ErasureRefused(DomainError):
    """A person is not forgotten while they are owed something; ``reason``: ``orders_open``, ``balance_left``."""

    code = "erasure_refused"


class OrderActionRefused(DomainError):
    """An order, or a case about it, does not stand as this needs it; ``reason`` says why. Nothing was changed.

    ``case_closed``, ``refunding``, ``not_waiting_for_delivery``, ``not_paid``, ``money_went_back``, ``stand_in_unfit``,
    ``not_by_hand``, ``handed_over``, ``still_owed``, ``nothing_unallocated``, ``whole_only``, ``rest_only``, ``refund_failed_before``,
    ``nothing_failed``, ``no_share_failed``, ``shares_not_covered``, ``text_missing``, ``reason_missing``, ``in_case``, ``not_unpaid``,
    ``over``, ``already_read``, ``contact_erased``.
    """

    code = "order_action_refused"
