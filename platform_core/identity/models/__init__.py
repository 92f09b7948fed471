from platform_core.identity.models.console_ticket import ConsoleTicket
from platform_core.identity.models.factor_tries import FactorTries
from platform_core.identity.models.invitation import Invitation
from platform_core.identity.models.membership import Membership
from platform_core.identity.models.platform_session import PlatformSession
from platform_core.identity.models.recovery_code import RecoveryCode
from platform_core.identity.models.second_factor import SecondFactor
from platform_core.identity.models.staff_grant import StaffGrant
from platform_core.identity.models.staff_session import StaffSession
from platform_core.identity.models.user import User

__all__ = [
    "ConsoleTicket",
    "FactorTries",
    "Invitation",
    "Membership",
    "PlatformSession",
    "RecoveryCode",
    "SecondFactor",
    "StaffGrant",
    "StaffSession",
    "User",
]
