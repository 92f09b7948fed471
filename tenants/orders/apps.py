from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "tenants.orders"
    label = "orders"

    def ready(self) -> None:
        from tenants.orders import messages, tasks  # noqa: F401
