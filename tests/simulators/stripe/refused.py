class Refused(Exception):
    """What Stripe says no to, by its own code."""

    def __init__(self, code: str, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.status = code, status
