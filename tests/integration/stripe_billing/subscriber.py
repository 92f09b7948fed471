"""A merchant that subscribes, short ways to do what it does, and to carry what Stripe tells."""

import datetime as dt

from billing.models import Invoice, ProviderEvent, Subscription, SubscriptionStep
from billing.monthly import monthly_value
from billing.services.change_subscription import change_subscription
from billing.services.handle_event import handle_event
from billing.services.open_checkout import open_checkout
from billing.services.preview_change import preview_change
from billing.services.receive_event import receive_event
from billing.services.reconcile import reconcile
from billing.services.start_trial import start_trial
from platform_core.entitlements.selectors import find_entitlement
from platform_core.tenancy.context import platform_context
from tests.simulators.stripe.events import signed
from tests.simulators.stripe_billing.settings import SECRET

OWNER = "owner@alpha.example"
DONE, BACK = "https://alpha.example/done", "https://alpha.example/back"
OF_ROW = (
    "provider", "remote_id", "status", "plan", "version", "interval", "amount", "discount", "currency", "collection", "coupon",
    "held_plan", "held_until", "trial_ends_at", "period_start", "period_end", "cancel_at", "ended_at", "unpaid_since", "standing",
)  # fmt: skip
OF_BILL = (
    "remote_id", "status", "number", "total", "amount_due", "amount_paid", "amount_remaining", "due_at", "paid_at", "paid_by",
    "collection", "subscription_remote_id",
)  # fmt: skip


class Subscriber:
    """One merchant at one Stripe."""

    def __init__(self, desk, tenant):
        self.desk, self.tenant = desk, tenant

    @property
    def now(self):
        """What time it is at Stripe, and for us."""
        return dt.datetime.fromtimestamp(self.desk.clock(), dt.UTC)

    def try_it(self):
        """Begin the trial."""
        return start_trial(tenant=self.tenant, by=OWNER, now=self.now)

    def open(self, plan="starter", interval="month", collection="automatic", coupon=""):
        """Where it goes on to subscribe."""
        return open_checkout(
            tenant=self.tenant, plan=plan, interval=interval, collection=collection, coupon=coupon, by=OWNER,
            done_url=DONE, back_url=BACK, now=self.now,
        )  # fmt: skip

    def subscribe(self, plan="starter", interval="month", **how):
        """Go to Checkout and pay there."""
        session = self.open(plan, interval, coupon=how.pop("coupon", "")).rsplit("/", 1)[-1]
        assert self.desk.finish_session(session, **how) == ""

    def settle(self):
        """Carry all that Stripe has told, in its order."""
        return self.carry(self.desk.take())

    def carry(self, events):
        """Bring these events, one after the other, and do what each asks for at once."""
        return [self.bring(event) for event in events]

    def bring(self, event):
        """Bring one event. Returns what was done."""
        self.receive(event)
        return handle_event(event_id=event["id"], now=self.now)

    def receive(self, event, secret=SECRET, age=0):
        """Bring one event; its job does not run yet."""
        body, headers = signed(event, secret, age=age)
        return receive_event(body=body, signature=headers["Stripe-Signature"], now=self.now)

    def pass_days(self, days):
        """Time goes by, here and there."""
        self.desk.advance(days)

    def preview(self, plan, interval="month"):
        """What a change would cost."""
        return preview_change(tenant=self.tenant, plan=plan, interval=interval, now=self.now)

    def change(self, plan, interval="month", at=None):
        """Go over to another plan."""
        return change_subscription(
            tenant=self.tenant, plan=plan, interval=interval, at=at or self.now, by=OWNER, now=self.now
        )

    def reconcile(self):
        """Compare with Stripe."""
        return reconcile(now=self.now)

    @property
    def row(self):
        """Its subscription as we have it."""
        with platform_context():
            return Subscription.objects.get(tenant_id=self.tenant.id)

    @property
    def bills(self):
        """Its bills as we have them, the oldest first."""
        with platform_context():
            return list(Invoice.objects.filter(tenant_id=self.tenant.id).order_by("created_at", "remote_id"))

    @property
    def granted(self):
        """What it may do."""
        with platform_context():
            return find_entitlement(self.tenant.id)

    @property
    def steps(self):
        """Its history, the oldest first."""
        with platform_context():
            return list(SubscriptionStep.objects.filter(tenant_id=self.tenant.id).order_by("id"))

    @property
    def events(self):
        """What Stripe told us, by id."""
        with platform_context():
            return {each.id: each for each in ProviderEvent.objects.all()}

    def charged(self):
        """Minor units that Stripe took, less what went back."""
        return sum(each["amount_captured"] - each["amount_refunded"] for each in self.desk.all("charge"))

    def state(self):
        """All that must come out the same however it was told."""
        row, granted = self.row, self.granted
        worth = sum(each.amount for each in self.steps)
        assert worth == monthly_value(row), "history adds up to what the subscription is worth"
        return {
            "row": {name: getattr(row, name) for name in OF_ROW},
            "granted": (granted.plan, granted.standing, granted.skus) if granted else None,
            "bills": [{name: getattr(each, name) for name in OF_BILL} for each in self.bills],
            "worth": worth,
        }
