"""Acts that take two people: what is done as soon as it is allowed."""

from __future__ import annotations

from collections.abc import Callable

from tenants.access.enums import TwoPersonAct
from tenants.access.models import Approval
from tenants.access.services.record_act import Person
from tenants.console.payout import change_payout

# Done by whoever approves, in the moment of approval; the others wait for the one who asked to come and take them.
AT_ONCE: dict[TwoPersonAct, Callable[[Approval, Person], None]] = {TwoPersonAct.CHANGE_PAYOUT: change_payout}


def run(approval: Approval, person: Person) -> bool:
    """Do what was just approved, if it is of the kind that is done at once.

    Returns:
        Whether it was done.
    """
    act = AT_ONCE.get(TwoPersonAct(approval.act))
    if act is None:
        return False
    act(approval, person)
    return True
