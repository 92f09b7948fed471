from django.apps import AppConfig


class IssuanceConfig(AppConfig):
    name = "tenants.issuance"
    label = "issuance"

    def ready(self) -> None:
        """Make the jobs known."""
        from tenants.issuance import tasks  # noqa: F401
