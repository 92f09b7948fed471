from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import F

from platform_core.kernel.errors import RecordNotFound
from tenants.inventory.errors import RobotDidNotTake
from tenants.inventory.models import StockRobot
from tenants.inventory.robots import say_to


def send_to_robot(*, robot_id: uuid.UUID, title: str, text: str, now: dt.datetime) -> None:
    """Post a message to a robot, and keep how that went, for people to see.

    Raises:
        RecordNotFound: it was removed. RobotDidNotTake
    """
    robot = StockRobot.objects.filter(pk=robot_id).first()
    if robot is None:
        raise RecordNotFound(id=str(robot_id))
    own = StockRobot.objects.filter(pk=robot_id)
    try:
        say_to(robot, title, text)
    except RobotDidNotTake as problem:
        own.update(failures=F("failures") + 1, problem=problem.data["reason"][:80], failed_at=now)
        raise
    own.update(failures=0, problem="", sent_at=now)
