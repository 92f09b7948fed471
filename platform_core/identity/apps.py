from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "platform_core.identity"
    label = "identity"
