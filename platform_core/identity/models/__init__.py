from platform_core.identity.models.console_ticket import ConsoleTicket
from platform_core.identity.models.membership import Membership
from platform_core.identity.models.platform_session import PlatformSession
from platform_core.identity.models.user import User

__all__ = ["ConsoleTicket", "Membership", "PlatformSession", "User"]
