from webhooks.models.delivery import Delivery
from webhooks.models.delivery_attempt import DeliveryAttempt
from webhooks.models.signing_secret import SigningSecret

__all__ = ["Delivery", "DeliveryAttempt", "SigningSecret"]
