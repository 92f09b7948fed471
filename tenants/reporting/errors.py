from platform_core.kernel.errors import DomainError


class ExportExpired(DomainError):
    """The time of the link is over, or it was revoked; the file is gone."""

    code = "export_expired"


class ExportsWaiting(DomainError):
    """So many exports of the shop are still being written that the next has to wait."""

    code = "exports_waiting"


class ExportNotCancelable(DomainError):
    """It is over already."""

    code = "export_not_cancelable"


class ExportRefused(DomainError):
    """What is asked for does not fit together."""

    code = "export_refused"


class StatementRefused(DomainError):
    """A file that is no statement that can be read, or not one of this shop's account; ``reason`` says which."""

    code = "statement_refused"


class StatementRepeated(DomainError):
    """The very same file, or the same day of the same channel, is loaded already."""

    code = "statement_repeated"


class StatementInUse(DomainError):
    """It cannot be undone: it is being loaded, or somebody has dealt with differences of it."""

    code = "statement_in_use"


class DifferenceNotOpen(DomainError):
    """Somebody was quicker, or a later statement cleared it."""

    code = "difference_not_open"
