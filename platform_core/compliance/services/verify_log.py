from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from platform_core.compliance.audit_chain import SealedLog
from platform_core.compliance.audit_faults import Fault
from platform_core.compliance.audit_heads import read_heads
from platform_core.compliance.audit_notary import Notary, check_filed
from platform_core.compliance.services.check_chain import check_chain
from platform_core.tenancy.context import platform_context


class Verified(NamedTuple):
    """One chain (or the anchors of all), how many links it has, and what is wrong with it."""

    chain: str
    name: str
    links: int
    faults: list[Fault]


def verify_log(*, log: SealedLog, now: dt.datetime, since: dt.date | None = None) -> Verified:
    """Verify a log against its chain and what was signed of it; flat memory, reads only. It may go on meanwhile.

    Args:
        now: by the clock on the wall.
        since: begin at the last anchor of before this day, taken on its signature; otherwise at the beginning, or the last cut.
    """
    found = _verify(log, now, since)
    # What was cut or restored while it was read looks like a fault; what is one is there again.
    return _verify(log, now, since) if found.faults else found


def _verify(log: SealedLog, now: dt.datetime, since: dt.date | None) -> Verified:
    filed = read_heads(log.chain)  # before the chain, which goes on
    with platform_context():
        notary = Notary(log.chain)
    start = notary.begin(since=since)
    unsealed_since = dt.datetime.combine(since, dt.time(), dt.UTC) if since else None
    with log.inside() as tenant:
        walked = check_chain(
            log=log,
            wanted=notary.wanted(filed),
            now=now + tenant.clock_ahead if tenant else now,
            start=start,
            since=unsealed_since,
        )
    faults = [
        *walked.faults,
        *notary.check(start=start, last=walked.last, head=walked.head, seen=walked.seen),
        *check_filed(log.chain, filed, start=start, head=walked.head, seen=walked.seen, now=now),
    ]
    return Verified(log.chain, log.name, walked.last, faults)
