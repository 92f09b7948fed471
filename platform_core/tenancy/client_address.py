"""Whose address a request comes from. ``X-Forwarded-For`` is believed only as far as our own proxies wrote it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
WITH_PORT = re.compile(r"^\[(?P<v6>[^\]]+)\](?::\d+)?$|^(?P<v4>\d+\.\d+\.\d+\.\d+):\d+$")
MOST_HOPS = 20


def read_network(text: str) -> Network:
    """A network in CIDR notation, or a single address. An IPv4 one that is written as IPv6 counts as IPv4.

    Raises:
        ValueError: neither, or bits are set behind its prefix (a typo that would let in more than was meant).
    """
    network = ipaddress.ip_network(text.strip())
    if isinstance(network, ipaddress.IPv6Network) and network.prefixlen >= 96:
        mapped = network.network_address.ipv4_mapped
        if mapped is not None:
            return ipaddress.ip_network((mapped, network.prefixlen - 96))
    return network


@lru_cache(maxsize=4096)
def read_address(text: str) -> Address | None:
    """An address, without port and brackets; None when it is none. ``::ffff:1.2.3.4`` is ``1.2.3.4``."""
    matched = WITH_PORT.match(text.strip())
    if matched:
        text = matched["v6"] or matched["v4"]
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def is_in(address: Address, networks: Sequence[Network]) -> bool:
    """Is the address in one of the networks?"""
    return any(address.version == network.version and address in network for network in networks)


def client_address(meta: Mapping[str, Any], proxies: Sequence[Network]) -> str:
    """The address of whoever asks.

    Walks from our side outwards: what the nearest proxy of ours saw, then what it was told, as long as the teller is a
    proxy of ours too. What a client writes into the header itself is never reached.

    Args:
        meta: of the request.
        proxies: networks of our own proxies; empty when clients reach us directly.

    Returns:
        An address, or "" where the server knows none (a socket).
    """
    direct = str(meta.get("REMOTE_ADDR", ""))
    address = read_address(direct)
    if address is None or not proxies:
        return str(address or "")
    hops = str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")[-MOST_HOPS:]
    while hops and is_in(address, proxies):
        before = read_address(hops.pop())
        if before is None:
            break
        address = before
    return str(address)


def ip_of(request: Any) -> str:
    """The client's address, as the outermost middleware found it."""
    address: str = request.client_ip
    return address
