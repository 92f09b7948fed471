"""Robots of group chats (企业微信、钉钉、飞书群机器人): whose URL it is, what each wants to be posted, whether it took it.

Only the hosts of these three are ever called, and their addresses are checked like those of any stranger's URL.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from ssrfguard import SSRFGuardError, resolve

from platform_core.kernel.outbound import LOCAL_NAMES, policy_for, why_refused
from platform_core.kernel.sealing import open_json, seal_json
from platform_core.tenancy.context import current_tenant
from tenants.inventory.enums import RobotKind
from tenants.inventory.errors import RobotDidNotTake, RobotInvalid
from tenants.inventory.models import StockRobot

PURPOSE = "stock-robot"
TIMEOUT = httpx.Timeout(8.0, connect=4.0)
MOST_ANSWER = 16 * 1024
LONGEST_URL = 500
BUSY = frozenset({45009, 130101, 11232})  # too many messages at the moment, as each of them says it


class Kind(NamedTuple):
    """A chat: where its robots are called, and how a text is put to them. ``said``: where its answer has its code."""

    hosts: frozenset[str]
    path: str
    body: Callable[[str, str], dict[str, Any]]
    said: str


KINDS: dict[RobotKind, Kind] = {
    RobotKind.WECOM: Kind(
        frozenset({"qyapi.weixin.qq.com"}),
        "/cgi-bin/webhook/send",
        lambda title, text: {"msgtype": "markdown", "markdown": {"content": f"**{title}**\n{text}"}},
        "errcode",
    ),
    RobotKind.DINGTALK: Kind(
        frozenset({"oapi.dingtalk.com"}),
        "/robot/send",
        lambda title, text: {"msgtype": "markdown", "markdown": {"title": title, "text": f"#### {title}\n{text}"}},
        "errcode",
    ),
    RobotKind.FEISHU: Kind(
        frozenset({"open.feishu.cn", "open.larksuite.com"}),
        "/open-apis/bot/v2/hook/",
        lambda title, text: {"msg_type": "text", "content": {"text": f"{title}\n{text}"}},
        "code",
    ),
}


def read_url(text: str) -> tuple[RobotKind, str]:
    """Whose robot a URL is of, and the URL.

    Raises:
        RobotInvalid: ``url``: it is none that may be called; ``host``: nobody's who is known here.
    """
    url = text.strip()
    if len(url) > LONGEST_URL or why_refused(url, livemode=True) is not None:
        raise RobotInvalid(reason="url")
    parts = urlsplit(url)
    own = settings.KAQUAN_LOCAL_RECEIVERS and parts.hostname in LOCAL_NAMES
    for kind, facts in KINDS.items():
        if (own or parts.hostname in facts.hosts) and parts.path.startswith(facts.path):
            return kind, url
    raise RobotInvalid(reason="host")


def seal_url(robot: StockRobot, url: str) -> bytes:
    """The URL, to be stored; readable with this robot alone."""
    return seal_json(current_tenant().id, PURPOSE, robot.id, url)


def say_to(robot: StockRobot, title: str, text: str) -> None:
    """Post a message to a robot. No transaction is open meanwhile.

    Raises:
        RobotDidNotTake: with ``reason``, and ``final`` where asking again is of no use.
        KeyMissing, SealBroken
    """
    url: str = open_json(current_tenant().id, PURPOSE, robot.id, robot.url_sealed)
    facts = KINDS[RobotKind(robot.kind)]
    try:
        policy = policy_for(url, livemode=True)
        resolve(policy.check_url(url), policy=policy)
        with httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client:
            with client.stream("POST", url, json=facts.body(title, text)) as answer:
                content = b"".join(_first(answer))
    except SSRFGuardError as error:
        raise RobotDidNotTake(reason="address_refused", final=True) from error
    except (httpx.HTTPError, OSError) as error:
        raise RobotDidNotTake(reason=type(error).__name__, final=False) from error
    _check(answer.status_code, content, facts.said)


def _first(answer: httpx.Response) -> list[bytes]:
    kept: list[bytes] = []
    for chunk in answer.iter_bytes(4096):
        kept.append(chunk)
        if sum(map(len, kept)) > MOST_ANSWER:
            break
    return kept


def _check(status: int, content: bytes, said: str) -> None:
    if status != 200:
        raise RobotDidNotTake(reason=f"HTTP {status}", final=status < 500 and status != 429)
    try:
        code = httpx.Response(200, content=content).json().get(said)
    except (ValueError, AttributeError) as error:
        raise RobotDidNotTake(reason="unreadable", final=False) from error
    if code != 0:
        raise RobotDidNotTake(reason=f"{said} {str(code)[:20]}", final=code not in BUSY)
