from django.apps import AppConfig


class MarketingConfig(AppConfig):
    name = "tenants.marketing"
    label = "marketing"
