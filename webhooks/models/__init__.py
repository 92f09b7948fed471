from webhooks.models.attempt_total import AttemptTotal
from webhooks.models.delivery import Delivery
from webhooks.models.delivery_attempt import DeliveryAttempt
from webhooks.models.endpoint import Endpoint
from webhooks.models.redelivery import Redelivery
from webhooks.models.signing_secret import SigningSecret
from webhooks.models.tally import Tally

__all__ = ["AttemptTotal", "Delivery", "DeliveryAttempt", "Endpoint", "Redelivery", "SigningSecret", "Tally"]
