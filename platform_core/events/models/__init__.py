from platform_core.events.models.event import Event
from platform_core.events.models.job import Job
from platform_core.events.models.listener import Listener
from platform_core.events.models.outbox_entry import OutboxEntry

__all__ = ["Event", "Job", "Listener", "OutboxEntry"]
