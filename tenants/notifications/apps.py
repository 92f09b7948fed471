from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "tenants.notifications"
    label = "notifications"

    def ready(self) -> None:
        from tenants.notifications import tasks  # noqa: F401
