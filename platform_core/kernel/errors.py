"""The base of every refusal that the domain makes on purpose."""

from __future__ import annotations

from typing import Any, ClassVar


class DomainError(Exception):
    """A fact that stops a use case: a stable ``code`` plus data. Knows nothing of HTTP.

    ``data`` must never hold a card code or another secret: it is shown to callers and logged.
    """

    code: ClassVar[str] = "domain_error"

    def __init__(self, **data: Any) -> None:
        super().__init__(self.code)
        self.data = data

    def __str__(self) -> str:
        return f"{self.code} {self.data}" if self.data else self.code


class RecordNotFound(DomainError):
    """No such record for this tenant; the same answer whether it never existed or is somebody else's."""

    code = "resource_not_found"
