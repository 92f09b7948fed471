from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from billing.errors import BillingRefused, InvoiceStateInvalid
from billing.models import Invoice
from billing.services.mark_paid import mark_paid
from platform_core.compliance.enums import ProposalKind, ProposalState
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import get_proposal_locked
from platform_core.compliance.models import Proposal
from platform_core.tenancy.context import platform_context


def decide_transfer(
    *, proposal_id: uuid.UUID, actor: Actor, agree: bool, answer: str, now: dt.datetime
) -> Invoice | None:
    """The second person agrees that a bank transfer came, and the bill is paid; or does not, and nothing happens.

    The proposal is closed after the bill is marked: where the provider does not answer it stays open, and agreeing again finishes it.

    Returns:
        The bill; None: it was refused.

    Raises:
        RecordNotFound
        ProposalInvalid: it is the same person (``same_person``), or the proposal is over (``over``).
        InvoiceStateInvalid: the bill was paid or voided meanwhile, or another amount is open (``reason`` ``amount``).
        BillingUnavailable, BillingRefused
    """
    with platform_context(), transaction.atomic():
        proposal = _get_open(proposal_id, actor, now)
        if not agree:
            if proposal.decided_by is not None:
                raise ProposalInvalid(reason="over")
            _close(proposal, ProposalState.REFUSED, actor, answer, now)
            return None
        invoice = Invoice.objects.get(pk=proposal.subject_id)
        begun = invoice.bank_reference == proposal.payload["reference"]
        if not begun and invoice.amount_remaining != proposal.payload["amount"]:
            raise InvoiceStateInvalid(state=invoice.status, reason="amount")
        # From here on nobody refuses it or takes it back: the provider is about to be told.
        proposal.decided_by, proposal.decided_email = uuid.UUID(actor.id), actor.email
        proposal.save(update_fields=["decided_by", "decided_email"])
    by = f"{proposal.asked_email}, {actor.email}"
    try:
        paid = mark_paid(invoice_id=invoice.id, reference=proposal.payload["reference"], by=by, now=now)
    except (BillingRefused, InvoiceStateInvalid):
        _leave_open(proposal_id)
        raise
    with platform_context(), transaction.atomic():
        proposal = get_proposal_locked(proposal_id)
        if proposal.state == ProposalState.OPEN:
            _close(proposal, ProposalState.APPROVED, actor, answer, now)
    return paid


def _get_open(proposal_id: uuid.UUID, actor: Actor, now: dt.datetime) -> Proposal:
    proposal = get_proposal_locked(proposal_id)
    if proposal.kind != ProposalKind.TRANSFER or proposal.state != ProposalState.OPEN or proposal.expires_at < now:
        raise ProposalInvalid(reason="over")
    if str(proposal.asked_by) == actor.id:
        raise ProposalInvalid(reason="same_person")
    return proposal


def _leave_open(proposal_id: uuid.UUID) -> None:
    """Nothing came of it: somebody may decide otherwise."""
    with platform_context():
        undecided = Proposal.objects.filter(pk=proposal_id, state=ProposalState.OPEN)
        undecided.update(decided_by=None, decided_email="")


def _close(proposal: Proposal, state: ProposalState, actor: Actor, answer: str, now: dt.datetime) -> None:
    proposal.state, proposal.answer = state, answer.strip()[:1000]
    proposal.decided_by, proposal.decided_email, proposal.decided_at = uuid.UUID(actor.id), actor.email, now
    proposal.save()
