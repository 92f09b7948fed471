from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "platform_core.identity"
    label = "identity"

    def ready(self) -> None:
        """Make checks known."""
        from platform_core.identity import checks  # noqa: F401
