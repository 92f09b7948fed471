"""How an endpoint stands, and what is wrong with what was filled in, in words that say what to do."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from platform_core.kernel.errors import DomainError
from webhooks.enums import EndpointStatus, PayloadFormat

FORMATS = {
    PayloadFormat.STANDARD.value: gettext_lazy("标准事件"),
    PayloadFormat.CLOUDEVENTS.value: PayloadFormat.CLOUDEVENTS.label,
}


class State(NamedTuple):
    """A colour and a word that mean the same; ``until`` and ``why`` where there is more to say."""

    colour: str
    words: Any
    until: dt.datetime | None = None
    why: Any = ""


def state_of(endpoint: Any, moment: dt.datetime) -> State:
    """How an endpoint stands at a moment by the wall."""
    if endpoint.status == EndpointStatus.DISABLED:
        return State("red", pgettext_lazy("webhook", "已停用"), None, endpoint.get_disabled_reason_display())
    if endpoint.status == EndpointStatus.PAUSED:
        return State("", pgettext_lazy("webhook", "已暂停"))
    if endpoint.open_until is not None and endpoint.open_until > moment:
        return State("amber", gettext_lazy("暂缓发送"), endpoint.open_until)
    if endpoint.open_until is not None:
        return State("amber", gettext_lazy("正在试探"))
    if endpoint.failing_since is not None:
        return State("amber", gettext_lazy("持续失败"))
    return State("green", gettext_lazy("启用"))


def place_of(url: str) -> str:
    """Host and path of a URL; what it carries behind them may be a secret."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return host + (parts.path if parts.path != "/" else "")


def host_of(url: str) -> str:
    """Only the host, without a port: what somebody types to confirm."""
    return urlsplit(url).hostname or ""


# What the services say (``webhooks.endpoint_settings``, ``platform_core.kernel.outbound``), as it is said on a page.
REASONS: tuple[tuple[str, Any], ...] = (
    (r"it must begin with https", gettext_lazy("正式模式的地址必须以 https:// 开头。")),
    (r"it must begin with .*", gettext_lazy("地址必须以 https:// 或 http:// 开头。")),
    (r"its address is not a public one", gettext_lazy("这是内网或保留地址，平台访问不到。请填写公网地址。")),
    (r"it is not a URL", gettext_lazy("这不是有效的网址，请写成 https://example.com/webhooks。")),
    (r"it must not hold a user name or password", gettext_lazy("地址里不能有用户名和密码，请改用下面的自定义请求头。")),
    (r"its port must be one of (?P<what>.+)", gettext_lazy("端口只能是 %(what)s。")),
    (r"its host is not a name on the internet", gettext_lazy("域名无效，请填写公网上的完整域名。")),
    (r"none is named", gettext_lazy("请至少选择一种事件，或选择“全部事件”。")),
    (r"one of them does not exist", gettext_lazy("所选事件里有一种不存在，请重新选择。")),
    (r"more than (?P<what>\d+) conditions", gettext_lazy("最多 %(what)s 个条件。")),
    (r"more than (?P<what>\d+)", gettext_lazy("最多 %(what)s 个。")),
    (
        r"a field is a name, or names with dots between",
        gettext_lazy("字段名由小写字母、数字和下划线组成，可用点号分层，例如 sku 或 data.status。"),
    ),
    (r"a condition has 1 to (?P<what>\d+) values, each a text", gettext_lazy("每个条件须有 1 到 %(what)s 个值，每个不超过 200 字。")),
    (r"one has no valid name", gettext_lazy("请求头名称只能用英文字母、数字和连字符。")),
    (r"(?P<what>\S+) is not yours to set", gettext_lazy("%(what)s 由平台设置，不能自定义。")),
    (r"(?P<what>\S+) is there twice", gettext_lazy("%(what)s 出现了两次。")),
    (
        r"(?P<what>\S+) must be 1 to 1024 visible ASCII characters",
        gettext_lazy("请填写 %(what)s 的值：1 到 1024 个英文可见字符。"),
    ),
    (r"it must be (?P<what>\d+) to (?P<most>\d+)", gettext_lazy("请填写 %(what)s 到 %(most)s 之间的整数。")),
    (r"it must be standard or cloudevents", gettext_lazy("请选择一种格式。")),
)  # fmt: skip


def words_of(error: DomainError) -> str:
    """Why a setting is refused, in the reader's language."""
    reason = str(error.data.get("reason", ""))
    for pattern, words in REASONS:
        if found := re.fullmatch(pattern, reason):
            return str(words) % found.groupdict()
    return _("这一项无法使用，请检查后再保存。")
