from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "platform_core.kernel"
    label = "kernel"
