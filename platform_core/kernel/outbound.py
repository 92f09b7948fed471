"""Which URLs of strangers this platform may call: one guard for all of them (server-side request forgery).

A URL is checked when it is given, and again when it is called: then every answer of DNS is checked, and the connection goes
to an address that was checked (``webhooks.transport``).
"""

from __future__ import annotations

import re
import unicodedata
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from ssrfguard import DEFAULT_DENIED, AddressTable, Block, BlockedAddressError, BlockedURLError, Policy, Reach

MAX_LENGTH = 2048
# Azure's wire server has a public address and answers to every virtual machine there; the registries cannot know it.
AZURE = Block(ip_network("168.63.129.16/32"), "Azure wire server", "", Reach.DENIED)
_COMMON: dict[str, Any] = {
    "denied_networks": AddressTable((*DEFAULT_DENIED.blocks, AZURE)),
    "max_url_length": MAX_LENGTH,
}
LIVE = Policy(allowed_schemes=frozenset({"https"}), allowed_ports=frozenset({443, 8443}), **_COMMON)
TEST = Policy(allowed_ports=frozenset({80, 443, 8080, 8443}), **_COMMON)
# A receiver under development, where the settings allow it: this machine, by any port.
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
LOCAL = Policy(
    allowed_hosts=LOCAL_NAMES,
    allowed_networks=(ip_network("127.0.0.0/8"), ip_network("::1/128")),
    allowed_ports=frozenset(range(1, 65536)),
    **_COMMON,
)

NOT_ON_THE_INTERNET = "its host is not a name on the internet"
# What no server of names on the internet answers for; a last part that is a number makes the whole an address in disguise.
INWARD = frozenset({"localhost", "localdomain", "local", "internal"})
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)


def policy_for(url: str, *, livemode: bool) -> Policy:
    """The rules for a URL: stricter in live mode."""
    if settings.KAQUAN_LOCAL_RECEIVERS and _host(url) in LOCAL_NAMES:
        return LOCAL
    return LIVE if livemode else TEST


def why_refused(url: str, *, livemode: bool) -> str | None:
    """What keeps a URL from ever being called, in words that quote nothing of it; None: nothing, as far as can be told
    without asking DNS.
    """
    policy = policy_for(url, livemode=livemode)
    try:
        policy.check_url(url)
    except BlockedURLError as error:
        return _reason(url, policy, error)
    if policy is not LOCAL and _is_inward(_host(url) or ""):
        return NOT_ON_THE_INTERNET
    return None


def _is_inward(host: str) -> bool:
    """Is it no name on the internet, whatever a resolver here makes of it?"""
    try:
        ip_address(host)
    except ValueError:
        labels = unicodedata.normalize("NFKC", host).lower().rstrip(".").split(".")
        return len(labels) == 1 or labels[-1] in INWARD or NUMBER.fullmatch(labels[-1]) is not None
    return False  # the policy has looked at it


def _reason(url: str, policy: Policy, error: BlockedURLError) -> str:
    if isinstance(error.__cause__, BlockedAddressError):
        return "its address is not a public one"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "it is not a URL"
    if parts.scheme.lower() not in policy.allowed_schemes:
        return f"it must begin with {' or '.join(sorted(policy.allowed_schemes))}"
    if "@" in parts.netloc:
        return "it must not hold a user name or password"
    if port is not None and port not in policy.allowed_ports:
        return f"its port must be one of {', '.join(map(str, sorted(policy.allowed_ports)))}"
    return NOT_ON_THE_INTERNET


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
