from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "tenants.inventory"
    label = "inventory"

    def ready(self) -> None:
        from tenants.inventory import tasks  # noqa: F401
