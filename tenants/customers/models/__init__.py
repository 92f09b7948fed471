from tenants.customers.models.block import Block
from tenants.customers.models.buyer import Buyer
from tenants.customers.models.device import Device
from tenants.customers.models.failed_log_in import FailedLogIn
from tenants.customers.models.one_time_code import OneTimeCode
from tenants.customers.models.payment_challenge import PaymentChallenge

__all__ = ["Block", "Buyer", "Device", "FailedLogIn", "OneTimeCode", "PaymentChallenge"]
