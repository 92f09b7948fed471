from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "tenants.finance"
    label = "finance"
