from platform_core.kernel.errors import DomainError


class EmailTaken(DomainError):
    """Somebody already logs in with this address."""

    code = "email_taken"


class NotAMember(DomainError):
    """The user does not work for this merchant."""

    code = "not_a_member"


class TicketRefused(DomainError):
    """Used before, too old, or for another shop."""

    code = "ticket_refused"
