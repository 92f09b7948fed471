"""The platform charges the merchant: plans, subscriptions, invoices. Arrives with the billing capability."""
