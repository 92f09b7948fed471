from billing.models.billing_account import BillingAccount
from billing.models.billing_check import BillingCheck
from billing.models.granted_plan import GrantedPlan
from billing.models.invoice import Invoice
from billing.models.open_usage import OpenUsage
from billing.models.price import Price
from billing.models.provider_event import ProviderEvent
from billing.models.sandbox_customer import SandboxCustomer
from billing.models.sandbox_event import SandboxEvent
from billing.models.sandbox_invoice import SandboxInvoice
from billing.models.sandbox_price import SandboxPrice
from billing.models.sandbox_reading import SandboxReading
from billing.models.sandbox_session import SandboxSession
from billing.models.sandbox_subscription import SandboxSubscription
from billing.models.sent_letter import SentLetter
from billing.models.subscription import Subscription
from billing.models.subscription_step import SubscriptionStep
from billing.models.usage_cursor import UsageCursor
from billing.models.usage_total import UsageTotal

__all__ = [
    "BillingAccount",
    "BillingCheck",
    "GrantedPlan",
    "Invoice",
    "OpenUsage",
    "Price",
    "ProviderEvent",
    "SandboxCustomer",
    "SandboxEvent",
    "SandboxInvoice",
    "SandboxPrice",
    "SandboxReading",
    "SandboxSession",
    "SandboxSubscription",
    "SentLetter",
    "Subscription",
    "SubscriptionStep",
    "UsageCursor",
    "UsageTotal",
]
