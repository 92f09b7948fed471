from collections.abc import Callable
from typing import Any

from platform_core.kernel.errors import DomainError


class SupplierNotCleared(DomainError):
    """The supplier is not (or no longer) cleared: nothing of it may be sold."""

    code = "supplier_suspended"


class SupplierActRefused(DomainError):
    """The supplier's state, the person or a guard does not allow this act; ``reason`` names what."""

    code = "supplier_act_refused"


class ProposalInvalid(DomainError):
    """An act of two people is incomplete, over, or decided by whoever asked for it; ``reason`` says which."""

    code = "proposal_invalid"


class AppealOver(DomainError):
    """The appeal was decided already."""

    code = "appeal_over"


class LookRefused(DomainError):
    """Nothing is shown; ``reason``: reason_short, basis_missing, minutes, not_lead, tenant_unknown, proposal (for opening); look_unknown,
    look_over, what_unknown, filter_unknown, filter_invalid, page (for reading)."""

    code = "look_refused"


class FindingDecided(DomainError):
    """Somebody decided about it already."""

    code = "finding_decided"


class SupplyNotEditable(DomainError):
    """What was told of a supplier is with the platform; it can be changed again when staff ask for more."""

    code = "supply_not_editable"


class SupplyIncomplete(DomainError):
    """Something that must be told of a supplier is missing; ``missing`` names it."""

    code = "supply_incomplete"


class PaperRefused(DomainError):
    """An uploaded file is not taken; ``reason`` is a ``FileFault``."""

    code = "paper_refused"


class PaperNotEditable(DomainError):
    """The paper was decided about, or is with the platform."""

    code = "paper_not_editable"


class PaperUnviewable(DomainError):
    """The paper is in quarantine, was refused, or is gone: nobody looks at it."""

    code = "paper_unviewable"


class ScannerUnavailable(DomainError):
    """The virus scanner does not answer: what waits for it stays in quarantine."""

    code = "scanner_unavailable"


class MerchantActRefused(DomainError):
    """The merchant's state, the person or a guard does not allow this act; ``reason`` names what."""

    code = "merchant_act_refused"


class MerchantIncomplete(DomainError):
    """Something that a merchant must tell of itself, or hand in, is missing; ``missing`` names it."""

    code = "merchant_incomplete"


class MerchantNotEditable(DomainError):
    """What a merchant told of itself is with the platform, or restricted; it cannot be changed now."""

    code = "merchant_not_editable"


class MerchantNotQualified(DomainError):
    """The merchant may not sell: ``reason`` is ``unverified`` (nobody knows yet who it is) or ``restricted``."""

    code = "store_not_qualified"


class ListingFrozen(DomainError):
    """Nothing new is put up until the merchant is verified again: ``reason`` is ``lapsed`` or ``restricted``. What is on sale sells on."""

    code = "listing_frozen"


class ReportRefused(DomainError):
    """A report that cannot be made or noted so; ``reason`` says why."""

    code = "report_refused"


class RulebookRefused(ValueError):
    """A file of rules is wrong; ``rule`` and ``reason`` say where and how. Nothing of it is taken.

    Said to whoever loads it, on the command line: no answer of the API.
    """

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(f"{rule}: {reason}" if rule else reason)
        self.rule, self.reason = rule, reason


class MerchantRuleFailed(ValueError):
    """A rule for those who open a shop does not hold, or cannot be told; ``rules`` names them.

    Said to the staff who would approve: no answer of the API.
    """

    def __init__(self, rules: list[str]) -> None:
        super().__init__(", ".join(rules))
        self.rules = rules


class TermsRefused(ValueError):
    """Sentences of a text for buyers that the law makes void; ``clauses``: ``sentence``, ``rule_id`` and ``source`` of each.

    Said to the merchant beside the field: no answer of the API.
    """

    def __init__(self, clauses: list[dict[str, str]]) -> None:
        super().__init__(f"{len(clauses)} void clauses")
        self.clauses = clauses


class ScreeningUnavailable(DomainError):
    """Nothing could be screened: no rules are loaded, or the database is not there. Callers let nothing new through."""

    code = "screening_unavailable"


class RuleRefused(DomainError):
    """A rule that blocks does not hold, or cannot be told.

    ``rule`` and ``version`` name the first; ``message_zh``, ``message_en``, ``remedy_zh`` and ``remedy_en`` say what it says;
    ``rules`` names all of them, ``lacking`` the facts that were not given. ``keep`` keeps the screening once more, for whoever undid
    the transaction that it was kept in; see refusals.py.
    """

    code = "rule_refused"

    def __init__(self, keep: Callable[[], object] = lambda: None, **data: Any) -> None:
        super().__init__(**data)
        self.keep = keep


class AuditBroken(RuntimeError):
    """The end of a chain is not what was signed: nothing more is sealed upon it. Said to the operator by the log; no answer of the API."""

    def __init__(self, chain: str) -> None:
        super().__init__(f"the audit chain {chain} does not end where it was signed; see manage.py verify_audit")


class WatchListRefused(ValueError):
    """A file of a watch list is not one, or says less than it may; ``reason`` and ``told`` say what. Nothing of it is taken.

    Said to whoever loads it, on the command line: no answer of the API.
    """

    def __init__(self, reason: str, **told: object) -> None:
        super().__init__("; ".join([reason, *(f"{name} {value}" for name, value in told.items())]))
        self.reason, self.told = reason, told


class WatchRefused(DomainError):
    """Who is on a list, or was not screened against the lists as they are, is not approved; ``reason`` says which.

    Said to the staff who would approve: no answer of the API.
    """

    code = "watch_refused"
