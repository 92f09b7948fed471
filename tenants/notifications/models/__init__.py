from tenants.notifications.models.message import Message
from tenants.notifications.models.message_look import MessageLook
from tenants.notifications.models.message_settings import MessageSettings
from tenants.notifications.models.message_template import MessageTemplate
from tenants.notifications.models.outbox_text import OutboxText
from tenants.notifications.models.sms_account import SmsAccount

__all__ = ["Message", "MessageLook", "MessageSettings", "MessageTemplate", "OutboxText", "SmsAccount"]
