"""Beat: sends what the schedule says. It loads neither Django nor a line of what it wakes: less than half the memory."""

from celery import Celery

from config.broker import TRANSPORT_OPTIONS, broker_url
from config.schedules import SCHEDULE

app = Celery("beat", broker=broker_url(), fixups=set())
app.conf.update(
    beat_schedule=SCHEDULE,
    broker_transport_options=TRANSPORT_OPTIONS,
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
    timezone="UTC",
)
