from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.reporting.enums import ExportState

STATES: dict[ExportState, Promise] = {
    ExportState.QUEUED: _("等待生成"),
    ExportState.RUNNING: _("生成中"),
    ExportState.COMPLETED: _("可以下载"),
    ExportState.FAILED: _("没有成功"),
    ExportState.CANCELED: _("已取消"),
    ExportState.REVOKED: _("已删除"),
    ExportState.EXPIRED: _("已过期"),
}
TONES: dict[ExportState, str] = {
    ExportState.QUEUED: "blue",
    ExportState.RUNNING: "blue",
    ExportState.COMPLETED: "green",
    ExportState.FAILED: "red",
    ExportState.CANCELED: "",
    ExportState.REVOKED: "",
    ExportState.EXPIRED: "",
}
