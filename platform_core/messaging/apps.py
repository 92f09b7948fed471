from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "platform_core.messaging"
    label = "messaging"

    def ready(self) -> None:
        """Make the jobs known."""
        from platform_core.messaging import tasks  # noqa: F401
