from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "platform_core.site"
    label = "site"
