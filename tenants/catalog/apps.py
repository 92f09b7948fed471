from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "tenants.catalog"
    label = "catalog"

    def ready(self) -> None:
        from tenants.catalog import tasks  # noqa: F401
