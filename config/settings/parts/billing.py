"""How merchants pay the platform."""

from config.env import BASE_DIR, env

KAQUAN_PLANS_FILE = env().plans_file or str(BASE_DIR / "config" / "plans.toml")
KAQUAN_BILLING = env().billing or "off"  # stripe, sandbox or off
KAQUAN_BILLING_WEBHOOK_SECRETS = env().billing_webhook_secrets
# From how much on (minor units) a second member of the staff must agree that a bank transfer for a bill came; 0: always.
KAQUAN_TRANSFER_SECOND_FROM = int(env().transfer_second_from or 1_000_000)
KAQUAN_BANK_TRANSFER = env().bank_transfer  # the account that merchants may pay bills to; empty: none
# What a shop has of what plans limit: each of these says it for a tenant, as {limit: how many}. Asked before it goes to a smaller plan.
KAQUAN_SHOP_USE = ["tenants.console.billing_held:shop_use"]
# (tenant, plan, now): after the steps of memberships, for whoever signed up.
KAQUAN_TRIAL_STEPS = ["billing.services.welcome_shop:welcome_shop"]
