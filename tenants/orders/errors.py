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


class OrderNotFound(DomainError):
    """No such order, or the wrong contact or password: the asker is not told which."""

    code = "order_not_found"
