"""A payment institution of the tests' own: remembers what it was told, and fails when it is told to."""

from tenants.payments.enums import NoticeKind, RefundState, SplitState
from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.base import Notice, Received, RefundAnswer, Session, SessionKind, SplitAnswer


class Institution:
    """See ``Gateway``. ``down``: verbs that do not answer; ``refusing``: verbs that are refused for good."""

    name = "sandbox"
    methods = ("sandbox",)
    currencies = frozenset({"CNY"})
    settings_fields = ()
    secret_fields = ()
    replaced_secrets = {}

    def __init__(self, *, commission_in_payment=False):
        self.commission_in_payment = commission_in_payment
        self.calls, self.down, self.refusing = [], set(), set()
        self.paid, self.refunds, self.shares, self.returns = {}, {}, {}, {}
        self.closed = set()
        self.refusing_shares = False  # says no to each of them
        self.lose = set()  # verbs whose answers get lost: done, and never heard of

    def _called(self, verb, *facts):
        self.calls.append((verb, *facts))
        if verb in self.down:
            raise GatewayUnavailable(reason="down")
        if verb in self.refusing:
            raise GatewayRefused(reason="NO")

    def _answered(self, verb):
        if verb in self.lose:
            raise GatewayUnavailable(reason="lost")

    def check_account(self, settings, secrets):
        pass

    def start(self, account, asked):
        self._called("start", asked.number)
        return Session(SessionKind.REDIRECT, f"https://pay.example/{asked.number}")

    def received(self):
        return Received("success")

    def query(self, account, known):
        self._called("query", known.number)
        amount = self.paid.get(known.number)
        if amount is None:
            gone = Notice(NoticeKind.CLOSED, known.number, "", known.amount, known.currency)
            return gone if known.number in self.closed else None
        return Notice(NoticeKind.PAID, known.number, f"paid-{known.number}", amount, known.currency)

    def close(self, account, known):
        self._called("close", known.number)
        if known.number in self.paid:
            raise GatewayRefused(reason="PAID")
        self.closed.add(known.number)
        self._answered("close")

    def refund(self, account, known, wanted):
        self._called("refund", wanted.number, wanted.amount)
        self.refunds[wanted.number] = wanted.amount
        self._answered("refund")
        return RefundAnswer(RefundState.SUCCEEDED, f"refund-{wanted.number}")

    def query_refund(self, account, known, wanted):
        self._called("query_refund", wanted.number)
        if wanted.number in self.refunds:
            return RefundAnswer(RefundState.SUCCEEDED, f"refund-{wanted.number}")
        return RefundAnswer(RefundState.PENDING)

    def split(self, account, known, shares):
        self._called("split", *(share.amount for share in shares))
        if self.refusing_shares:
            return [SplitAnswer(share.number, SplitState.FAILED, reason="NO") for share in shares]
        for share in shares:
            # Under a number that it knows an institution pays nothing else.
            assert self.shares.setdefault(share.number, share.amount) == share.amount
        self._answered("split")
        return [SplitAnswer(share.number, SplitState.SUCCEEDED, f"split-{share.number}") for share in shares]

    def unsplit(self, account, known, share, amount, number):
        self._called("unsplit", share.role.value, amount)
        self.returns[number] = amount
        self._answered("unsplit")
        return SplitAnswer(share.number, SplitState.RETURNED)
