from platform_core.messaging.models.mail import Mail

__all__ = ["Mail"]
