from django.apps import AppConfig


class EntitlementsConfig(AppConfig):
    name = "platform_core.entitlements"
    label = "entitlements"
