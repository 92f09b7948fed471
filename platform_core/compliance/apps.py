from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "platform_core.compliance"
    label = "compliance"
