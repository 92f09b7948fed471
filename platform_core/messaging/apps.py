from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "platform_core.messaging"
    label = "messaging"

    def ready(self) -> None:
        """Make jobs and checks known."""
        from platform_core.messaging import checks, tasks  # noqa: F401
