"""The platform calls the merchant: endpoints, deliveries, attempts. Arrives with the webhooks capability; reads event rows."""
