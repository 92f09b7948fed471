"""How merchants pay the platform."""

from config.env import env

KAQUAN_BILLING = env().billing or "off"  # stripe, sandbox or off
KAQUAN_BILLING_WEBHOOK_SECRETS = env().billing_webhook_secrets
# What a shop has of what plans limit: each of these says it for a tenant, as {limit: how many}. Asked before a smaller plan.
KAQUAN_SHOP_USE: list[str] = []
