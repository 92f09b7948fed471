"""A key that may not list events is no reason to leave alone those that came."""

import datetime as dt

import pytest

from billing.errors import BillingRefused, BillingUnavailable
from billing.models import BillingCheck, ProviderEvent
from billing.providers.stripe import StripeEngine
from billing.services.poll_events import poll_events
from platform_core.tenancy.context import platform_context

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("error", [BillingRefused, BillingUnavailable])
def test_events_whose_job_is_lost_are_dealt_with_although_none_can_be_asked_for(merchant, monkeypatch, error):
    merchant.subscribe("starter")
    for event in merchant.desk.take():
        merchant.receive(event)
    assert merchant.row.status == "trialing"
    assert not merchant.row.provider

    def refused(self, since):
        raise error(reason="more_permissions_required")

    monkeypatch.setattr(StripeEngine, "list_events", refused)
    check = poll_events(now=merchant.now + dt.timedelta(minutes=11))
    assert (check.outcome, check.figures["failed"]) == ("more_permissions_required", 0)
    assert merchant.row.provider == "stripe"
    with platform_context():
        assert not ProviderEvent.objects.filter(handled_at=None).exists()
        assert BillingCheck.objects.filter(pk=check.pk).exists()
