from django.apps import AppConfig


class IssuanceConfig(AppConfig):
    name = "tenants.issuance"
    label = "issuance"
