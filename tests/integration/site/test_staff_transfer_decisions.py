"""Two people and a bank transfer: what one of them does while the provider is told what the other agreed to."""

from __future__ import annotations

import pytest

from billing.errors import BillingRefused
from platform_core.compliance.enums import ProposalState
from platform_core.compliance.models import Proposal
from platform_core.tenancy.context import platform_context
from tests.integration.site.billing_desk import fresh
from tests.integration.site.staffing import as_staff
from tests.integration.site.test_staff_transfers import LARGE, transfer


@pytest.mark.parametrize("act", ["refuse", "withdraw"])
def test_nobody_refuses_or_takes_back_what_the_provider_is_being_told(tenant, owing, engine, act):
    made, client, second, third = owing(LARGE), as_staff("finance"), as_staff("operator"), as_staff("finance")
    transfer(client, made, "50000")
    with platform_context():
        asked_for = Proposal.objects.get()
    path = f"/staff/billing/transfers/{asked_for.id}"
    told = []

    def meanwhile():
        answer = (
            third.post(f"{path}/refuse", {"reason": "没有这笔"}, follow=True)
            if act == "refuse"
            else client.post(f"/staff/proposals/{asked_for.id}/withdraw", follow=True)
        )
        told.append(answer.status_code)

    engine.meanwhile = meanwhile
    second.post(f"{path}/agree")
    assert told
    assert fresh(made).status == "paid"
    with platform_context():
        assert Proposal.objects.get().state == ProposalState.APPROVED


def test_what_the_provider_refused_may_be_decided_otherwise(tenant, owing, engine):
    made, client, second, third = owing(LARGE), as_staff("finance"), as_staff("operator"), as_staff("finance")
    transfer(client, made, "50000")
    with platform_context():
        path = f"/staff/billing/transfers/{Proposal.objects.get().id}"
    engine.trouble = BillingRefused(reason="invoice_not_open")
    second.post(f"{path}/agree")
    third.post(f"{path}/refuse", {"reason": "没有这笔"})
    with platform_context():
        assert Proposal.objects.get().state == ProposalState.REFUSED
    assert fresh(made).status == "open"
