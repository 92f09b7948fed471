from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "platform_core.compliance"
    label = "compliance"

    def ready(self) -> None:
        """Register job handlers."""
        from platform_core.compliance import tasks  # noqa: F401
