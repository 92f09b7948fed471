from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "platform_core.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        from platform_core.tenancy import checks, tasks  # noqa: F401
