from platform_core.kernel.errors import DomainError


class NoticeForged(DomainError):
    """A payment notice whose signature, age or form is wrong; it changes nothing."""

    code = "notice_forged"
