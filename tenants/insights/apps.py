from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "tenants.insights"
    label = "insights"
