from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from django.db import IntegrityError, transaction

from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.domain_proof import ask_proof
from platform_core.tenancy.enums import DomainState, Proof
from platform_core.tenancy.locks import get_claim_locked
from platform_core.tenancy.models import Domain, DomainClaim
from platform_core.tenancy.services.drop_domain import drop_domain

PATIENCE: Final = dt.timedelta(hours=72)  # for a proof to appear, and for one that is gone to come back
OFTEN, DAILY = dt.timedelta(minutes=10), dt.timedelta(days=1)


def check_domain(*, claim_id: uuid.UUID, now: dt.datetime) -> DomainClaim:
    """Look for a domain's proof, and act on what is there: route it, give up, or stop routing what lost its proof for days.

    DNS is asked before anything is locked. No answer changes nothing about a domain that is routed.

    Raises:
        RecordNotFound: no such claim, or it was removed.
    """
    with platform_context():
        claim = DomainClaim.objects.filter(pk=claim_id).exclude(state=DomainState.REMOVED).first()
    if claim is None:
        raise RecordNotFound(id=str(claim_id))
    proof = ask_proof(claim.domain, claim.token)
    with platform_context(), transaction.atomic():
        claim = get_claim_locked(claim_id)
        if claim.state == DomainState.REMOVED:
            raise RecordNotFound(id=str(claim_id))
        claim.checked_at, claim.elsewhere = now, False
        if claim.state == DomainState.VERIFIED:
            _keep(claim, proof, now)
        else:
            _try(claim, proof, now)
        often = claim.state == DomainState.PENDING
        claim.next_check_at = now + (OFTEN if often else DAILY)
        claim.save()
    directory.forget()
    return claim


def _try(claim: DomainClaim, proof: Proof, now: dt.datetime) -> None:
    if proof == Proof.PRESENT and _route(claim):
        claim.state, claim.verified_at, claim.missing_since = DomainState.VERIFIED, now, None
        return
    claim.elsewhere = proof == Proof.PRESENT
    if now - claim.created_at >= PATIENCE:
        claim.state = DomainState.FAILED


def _route(claim: DomainClaim) -> bool:
    """Let the domain answer as the shop; False: another shop has it, and keeps it while its own proof stays."""
    try:
        with transaction.atomic():
            Domain.objects.create(tenant_id=claim.tenant_id, domain=claim.domain, is_primary=False)
    except IntegrityError:
        return False
    return True


def _keep(claim: DomainClaim, proof: Proof, now: dt.datetime) -> None:
    if proof == Proof.PRESENT:
        claim.missing_since = None
    elif proof == Proof.ABSENT:
        claim.missing_since = claim.missing_since or now
        if now - claim.missing_since >= PATIENCE:
            claim.state = DomainState.FAILED
            drop_domain(tenant_id=claim.tenant_id, domain=claim.domain)
