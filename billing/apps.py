from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"
    label = "billing"

    def ready(self) -> None:
        """Make jobs and checks known."""
        from billing import checks, tasks  # noqa: F401
