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


class FactorRefused(DomainError):
    """A wrong code, one that was used before, or a passkey that does not prove what it should."""

    code = "factor_refused"


class TooManyFactorTries(DomainError):
    """Too many codes were tried; ``retry_after``: seconds."""

    code = "too_many_factor_tries"


class TooManyFactors(DomainError):
    """More second factors than a person has devices."""

    code = "too_many_factors"


class InvitationRefused(DomainError):
    """It cannot be sent; ``reason``: member, invited, role or forbidden."""

    code = "invitation_refused"


class InvitationGone(DomainError):
    """Unknown, used, withdrawn or too old."""

    code = "invitation_gone"


class InvitationOfAnother(DomainError):
    """It was sent to another address than the one that is logged in."""

    code = "invitation_of_another"


class MemberUnknown(DomainError):
    """No such member in this shop, or whoever asks is no owner of it (any more)."""

    code = "member_unknown"


class LastOwner(DomainError):
    """A shop keeps at least one owner."""

    code = "last_owner"


class StaffRoleRefused(DomainError):
    """The roles cannot be given so; ``reason``: unknown, own, last_operator or nobody."""

    code = "staff_role_refused"


class RoleInvalid(DomainError):
    """There is no such role."""

    code = "role_invalid"
