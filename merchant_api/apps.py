from django.apps import AppConfig


class MerchantApiConfig(AppConfig):
    name = "merchant_api"
    label = "merchant_api"

    def ready(self) -> None:
        """Make the jobs known."""
        from merchant_api import tasks  # noqa: F401
