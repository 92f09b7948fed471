from __future__ import annotations

import uuid

from tenants.inventory.models import StockRobot


def remove_robot(*, robot_id: uuid.UUID) -> None:
    """Forget a robot and its URL."""
    StockRobot.objects.filter(pk=robot_id).delete()
