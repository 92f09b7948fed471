from __future__ import annotations

import datetime as dt

from tenants.inventory.errors import RobotInvalid
from tenants.inventory.models import StockRobot
from tenants.inventory.robots import read_url, seal_url

MOST = 5


def add_robot(*, name: str, url: str, by: str, now: dt.datetime) -> StockRobot:
    """Keep a robot of a group chat, its URL sealed.

    Raises:
        RobotInvalid: no name, no URL of a robot, or the shop has ``MOST``.
    """
    if not name.strip():
        raise RobotInvalid(reason="name")
    if StockRobot.objects.count() >= MOST:
        raise RobotInvalid(reason="too_many")
    kind, read = read_url(url)
    robot = StockRobot(name=name.strip()[:40], kind=kind, hint=read[-4:], created_at=now, created_by=by[:254])
    robot.url_sealed = seal_url(robot, read)
    robot.save(force_insert=True)
    return robot
