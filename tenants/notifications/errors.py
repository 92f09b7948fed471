from platform_core.kernel.errors import DomainError


class TemplateInvalid(DomainError):
    """``field`` (subject or body) and ``reason``: ``required``, ``too_long``, ``control``, ``broken``, or, with its ``name``,
    ``unknown`` for a variable that this message does not have and ``missing`` for one that it cannot do without.
    """

    code = "template_invalid"


class SmsAccountInvalid(DomainError):
    """``field`` of the account, and ``reason``: ``required`` or what it must look like."""

    code = "sms_account_invalid"


class MessageRefused(DomainError):
    """Nothing is sent, or shown. ``reason``: ``phone_invalid``, ``address_invalid``, ``contact_cap``, ``shop_cap``, ``too_soon``,
    ``no_contact``, ``not_again``, ``no_outbox``, ``nothing_to_tell``, ``cap_invalid``.
    """

    code = "message_refused"


class SmsNotTaken(DomainError):
    """A gateway did not take a short message. ``reason``: its own code, never its words, which may quote the number;
    ``final``: asking again is of no use.
    """

    code = "sms_not_taken"
