from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"
    label = "billing"

    def ready(self) -> None:
        """Whoever runs jobs knows how to run ours."""
        from billing import tasks  # noqa: F401
