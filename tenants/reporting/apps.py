from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "tenants.reporting"
    label = "reporting"

    def ready(self) -> None:
        from tenants.reporting import tasks  # noqa: F401
