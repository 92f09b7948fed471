from platform_core.kernel.errors import DomainError


class LogInContactRefused(DomainError):
    """Neither an e-mail address nor a phone number."""

    code = "log_in_contact_refused"


class ProofWanted(DomainError):
    """Too much was tried: the next try comes with a proof of work, or later."""

    code = "proof_wanted"


class TooManyCodes(DomainError):
    """Codes were sent to this contact, or asked for from this address, too often; ``retry_after`` in seconds."""

    code = "too_many_one_time_codes"


class CodeRefused(DomainError):
    """The one-time code is wrong, used, too old, tried too often, or for something else: the asker is not told which."""

    code = "one_time_code_refused"


class LogInRefused(DomainError):
    """No such account, no password, a wrong one, or too many tries: the asker is not told which."""

    code = "log_in_refused"


class ConfirmationWanted(DomainError):
    """A buyer who wants this shows first, by a one-time code, that the contact is still theirs."""

    code = "confirmation_wanted"


class PasswordRefused(DomainError):
    """Too short, too common, or made of digits; ``reasons`` in the reader's language."""

    code = "password_refused"


class ContactTaken(DomainError):
    """Another account of this shop has it. Said only to whoever proved that the contact is theirs."""

    code = "contact_taken"


class PaymentPasswordRefused(DomainError):
    """Not 6 to 12 digits, or digits that a stranger or an acquaintance would guess."""

    code = "payment_password_refused"


class PaymentPasswordWrong(DomainError):
    """``left``: how many tries are left before it is locked."""

    code = "payment_password_wrong"


class PaymentPasswordLocked(DomainError):
    """Five tries failed, or none is set: a new one is set with a one-time code."""

    code = "payment_password_locked"


class PaymentChallengeRefused(DomainError):
    """What the buyer is about to confirm is not what they were shown, or was confirmed before, or too long ago."""

    code = "payment_challenge_refused"


class BuyerBlocked(DomainError):
    """The shop does not let this person in. Said only to whoever proved that the contact is theirs."""

    code = "buyer_blocked"


class BlockRefused(DomainError):
    """``reason``: ``blocked`` already, ``not_blocked``, ``reason_missing``, ``nobody``: it is erased. Nothing was changed."""

    code = "block_refused"
