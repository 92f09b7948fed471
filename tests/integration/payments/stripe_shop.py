"""A shop that is paid through Stripe, and short ways to pay there and to carry what Stripe tells."""

import datetime as dt
import itertools

from tenants.orders.services.settle_notice import settle_notice
from tenants.payments.accounts import get_account
from tenants.payments.gateways.base import Asked, Known, Share
from tenants.payments.gateways.registry import get_gateway
from tenants.payments.models import GatewayAccount, SupplierReceiver
from tenants.payments.services.save_account import save_account
from tests.simulators.stripe.events import signed
from tests.world import now

PLATFORM_KEY, OWN_KEY = "sk_test_platform00000001", "sk_test_merchant00000001"
ACCOUNT, OTHER_ACCOUNT = "acct_connected0001", "acct_connected0002"
SECRET, OLD_SECRET = "whsec_simulated00000001", "whsec_simulated00000000"
METHODS = ["card", "stripe_alipay", "stripe_wechat"]
GATEWAY = get_gateway("stripe")
SUPPLIER = Share("S-supplier", "supplier", "acct_supplier0001", 4000)
_numbers = itertools.count(1)


def open_account(**given):
    """Save the shop's account: connected to the platform unless told otherwise."""
    settings = {"account": given.get("account", ACCOUNT), "country": given.get("country", "HK")}
    secrets = {"secret_key": given.get("key", PLATFORM_KEY), "webhook_secret": f"{OLD_SECRET} {SECRET}"}
    save_account(
        gateway="stripe",
        settings=settings,
        secrets=secrets,
        methods=METHODS,
        enabled=True,
        by="owner@example.com",
        now=now(),
    )
    GatewayAccount.objects.update(commission=1_000, commission_receiver="platform")
    return get_account("stripe")


def pays_supplier(shelf):
    """The supplier of a shelf is paid at Stripe."""
    SupplierReceiver.objects.create(
        supplier_id=shelf.contract.supplier_id, gateway="stripe", receiver="acct_supplier0001", created_at=now()
    )


def asked(**given):
    """A payment to be made: 45.00 CNY by card."""
    fields = {
        "number": f"P{next(_numbers):08d}", "amount": 4500, "currency": "CNY", "subject": "Order 1", "method": "card",
        "return_url": "http://shop.example/o", "notify_url": "http://shop.example/n",
        "expires_at": now() + dt.timedelta(minutes=15), **given,
    }  # fmt: skip
    return Asked(**fields)


def known(wanted, session, intent=None):
    """A payment as it is asked about."""
    return Known(
        wanted.number,
        wanted.amount,
        wanted.currency,
        wanted.method,
        session.provider_session,
        intent["id"] if intent else "",
    )


def paid(institution, account, days_ago=0, **given):
    """A payment that was opened and paid."""
    wanted = asked(**given)
    session = GATEWAY.start(account, wanted)
    return known(wanted, session, institution.pay(session.provider_session, days_ago=days_ago))


def posts(institution, path):
    """Calls that were to make something."""
    return [call for call in institution.calls if call["method"] == "POST" and path in call["path"]]


def platform_share(amount):
    """What the platform gets."""
    return Share("S-platform", "platform", "platform", amount)


def heard(account, event, secret=SECRET, age=0):
    """An event, verified."""
    return GATEWAY.verify(account, *signed(event, secret, age=age))


def hear(event):
    """An event, verified and acted on."""
    return settle_notice(gateway="stripe", notice=heard(get_account("stripe"), event), now=now())
