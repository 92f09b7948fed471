from platform_core.kernel.errors import DomainError


class MailAddressInvalid(DomainError):
    """It is no address that a mail can be sent to. The address itself is not among the facts."""

    code = "mail_address_invalid"
