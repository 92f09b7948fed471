from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """Whoever runs jobs knows how to run ours."""
        from webhooks import tasks  # noqa: F401
