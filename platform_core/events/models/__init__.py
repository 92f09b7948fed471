from platform_core.events.models.event import Event
from platform_core.events.models.job import Job

__all__ = ["Event", "Job"]
