from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "tenants.payments"
    label = "payments"

    def ready(self) -> None:
        from tenants.payments import tasks  # noqa: F401
