from typing import Any


class Refused(Exception):
    """What Stripe says no to, by its own code. ``more``: further fields of the error, e.g. decline_code."""

    def __init__(
        self,
        code: str,
        status: int = 400,
        *,
        kind: str = "invalid_request_error",
        param: str = "",
        message: str = "simulated",
        **more: Any,
    ) -> None:
        super().__init__(code)
        self.code, self.status = code, status
        self.said = {"type": kind, "code": code or None, "message": message, **more}
        if param:
            self.said["param"] = param
