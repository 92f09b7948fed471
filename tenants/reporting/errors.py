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
