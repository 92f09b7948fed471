from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from platform_core.tenancy.cache import count_up
from tenants.customers.contacts import read_contact
from tenants.customers.errors import BuyerBlocked, LogInRefused, ProofWanted
from tenants.customers.locks import lock_contact
from tenants.customers.models import FailedLogIn
from tenants.customers.proof import is_proof
from tenants.customers.selectors import FREE_TRIES, find_block, find_buyer_of, find_failures
from tenants.customers.services.note_failure import note_failure
from tenants.customers.services.open_log_in import LoggedIn, Visitor, open_log_in

MOST_FAILURES = 10  # an hour with one contact; then only a one-time code logs in
FREE_PER_ADDRESS, PER_ADDRESS, ADDRESS_WINDOW = 20, 100, 900  # seconds
_DUMMY: list[str] = []


def log_in_with_password(*, contact: str, password: str, solution: str, visitor: Visitor, now: dt.datetime) -> LoggedIn:
    """Log in with a password that was set before.

    Always does the same work (a guess is counted before it is looked at, one look-up, one hash), so that neither answer nor
    time tells a wrong password from a contact that nobody has. However many guess at once, ten an hour are looked at.

    Raises:
        LogInContactRefused, LogInRefused
        ProofWanted: three tries failed; this one was not looked at.
        BuyerBlocked: the password was right, so that only whoever has the account is told.
    """
    if not _DUMMY:
        _DUMMY.append(make_password("nobody"))
    known = read_contact(contact)
    asked = count_up(f"passwords-from:{visitor.address}", window=ADDRESS_WINDOW)
    wanted = find_failures(known.kept.hash, now) >= FREE_TRIES or asked > FREE_PER_ADDRESS
    if wanted and not is_proof(solution):
        raise ProofWanted
    failures = note_failure(contact_hash=known.kept.hash, now=now)
    buyer = find_buyer_of(known.kept.hash)
    right = check_password(password, buyer.password if buyer and buyer.password else _DUMMY[0])
    allowed = failures <= MOST_FAILURES and asked <= PER_ADDRESS
    if buyer is None or not buyer.password or not right or not allowed:
        raise LogInRefused(proof=failures >= FREE_TRIES)
    with transaction.atomic():
        lock_contact(known.kept.hash)
        if find_block(known.kept.hash, buyer.id) is not None:
            raise BuyerBlocked
        FailedLogIn.objects.filter(contact_hash=known.kept.hash).delete()
        return open_log_in(buyer=buyer, visitor=visitor, confirmed=False, now=now)
