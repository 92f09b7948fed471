from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from tenants.inventory.errors import RobotDidNotTake
from tenants.inventory.models import StockRobot
from tenants.inventory.running_low import list_low
from tenants.inventory.services.send_to_robot import send_to_robot


def send_stock_alert(*, robot_id: uuid.UUID, sku_ids: Sequence[uuid.UUID], now: dt.datetime) -> None:
    """Tell a robot what runs low, with what is left at this moment. Whoever is not there, or switched off, is passed by.

    Raises:
        RobotDidNotTake: it may take it later; the job comes again.
    """
    robot = StockRobot.objects.filter(pk=robot_id, enabled=True).first()
    rows = list_low(sku_ids, now=now)
    if robot is None or not rows:
        return
    tenant = current_tenant()
    with translation.override(robot.language):
        title = _("库存预警 · %(shop)s") % {"shop": tenant.name}
        lines = [f"> {row.plain_name}：{row.words()}" for row in rows]
        link = f"[{_('查看库存')}]({shop_url(tenant.host, '/console/stock?state=low')})"
    try:
        send_to_robot(robot_id=robot.id, title=title, text="\n".join([*lines, link]), now=now)
    except RecordNotFound:
        return
    except RobotDidNotTake as problem:
        if not problem.data["final"]:
            raise
