"""Processes that issue codes and count them, killed at any moment: forked from one that knows the application and is connected to
nothing, so that a new one costs no time.

Run as a program: ``role sku_id waited_sku_id contract_id target seed``. It ends when so many issuances are in the table.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import uuid

import django

ISSUER, FILLER, COUNTER = "issuer", "filler", "counter"


def main() -> None:
    """See the module."""
    django.setup()
    role, sku_id, waited_id, contract_id, target, seed = sys.argv[1:]
    chance = random.Random(int(seed))
    work = {
        ISSUER: lambda: _issue(role, sku_id, waited_id, int(target)),
        FILLER: lambda: _fill(role, waited_id, contract_id),
        COUNTER: _count,
    }
    names = [ISSUER, ISSUER, FILLER, COUNTER, COUNTER]
    children = {_fork(work[name]): name for name in names}
    kills = dict.fromkeys(work, 0)
    time.sleep(chance.uniform(0.02, 0.15))
    while not any(_ended(pid) for pid in children):
        # First one of each kind: a short run has too few kills to leave that to chance.
        spared = [pid for pid, name in children.items() if not kills[name]]
        victim = chance.choice(spared or list(children))
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        name = children.pop(victim)
        kills[name] += 1
        children[_fork(work[name])] = name
        time.sleep(chance.uniform(0.02, 0.15))
    for pid in children:
        try:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        except (ProcessLookupError, ChildProcessError):
            continue
    print(" ".join(f"{name}={count}" for name, count in kills.items()))


def _ended(pid: int) -> bool:
    """Did it end by itself? Issuers do when there is enough; if not well, the test is in error."""
    found, status = os.waitpid(pid, os.WNOHANG)
    if found and status:
        raise SystemExit(f"a process ended with {status}")
    return bool(found)


def _fork(work) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        random.seed()
        work()
        status = 0
    finally:
        os._exit(status)


def _shop(role):
    from platform_core.tenancy import directory

    return directory.find_by_role(role)


def _issue(role, sku_id, waited_id, target):
    from platform_core.kernel.clock import now
    from platform_core.tenancy.context import tenant_context
    from tenants.catalog.models import Sku
    from tenants.issuance.enums import FulfillmentPolicy, Source
    from tenants.issuance.models import Issuance
    from tenants.issuance.services.issue_codes import IssueLine, issue_codes

    with tenant_context(_shop(role)):
        sku, waited = Sku.objects.get(pk=sku_id), Sku.objects.get(pk=waited_id)
        for number in range(10**9):
            if number % 20 == 0 and Issuance.objects.count() >= target:
                return
            waits = number % 25 == 7
            issue_codes(
                lines=[IssueLine(waited, 3, 4500) if waits else IssueLine(sku, 1 + number % 3, 4500)],
                external_id=f"K-{uuid.uuid4()}",
                fingerprint=bytes(32),
                source=Source.API,
                actor="test",
                now=now(),
                policy=FulfillmentPolicy.BACKORDER if waits else FulfillmentPolicy.ALL_OR_NOTHING,
            )


def _fill(role, waited_id, contract_id):
    from platform_core.kernel.clock import now
    from platform_core.tenancy.context import tenant_context
    from tenants.inventory.services.add_codes import add_codes
    from tenants.issuance.services.fill_backorders import fill_backorders

    with tenant_context(_shop(role)):
        while True:
            codes = [("", uuid.uuid4().hex, None) for _ in range(2)]
            add_codes(
                sku_id=uuid.UUID(waited_id),
                contract_id=uuid.UUID(contract_id),
                codes=codes,
                unit_cost=4000,
                now=now(),
            )
            fill_backorders(now=now())
            time.sleep(0.02)


def _count():
    from django.conf import settings

    from billing.services import gather_usage as module
    from platform_core.kernel.clock import now

    settings.KAQUAN_BILLING = "sandbox"
    module.EVENTS = 50  # many small transactions: more of them to be cut off in
    while True:
        module.gather_usage(now=now())
        time.sleep(0.005)


if __name__ == "__main__":
    main()
