from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import secrets
import uuid
from typing import NamedTuple

from django.utils.translation import gettext as _

from tenants.customers.enums import Alert
from tenants.customers.models import Buyer, Device
from tenants.customers.services.alert_buyer import alert_buyer

LONGEST_AGENT = 400


class Visitor(NamedTuple):
    """The browser of whoever logs in: its secret if it has one, what it says it is, its address."""

    token: str
    agent: str
    address: str


class LoggedIn(NamedTuple):
    """The device with its open log-in, and its secret, of which only the hash is stored."""

    device: Device
    token: str


def open_log_in(*, buyer: Buyer, visitor: Visitor, confirmed: bool, now: dt.datetime) -> LoggedIn:
    """Log a buyer in, in a browser that is known or will be from now on. In the caller's transaction.

    A browser that is new to an account that has others is told of.

    Args:
        confirmed: was a one-time code entered?
    """
    token = visitor.token or secrets.token_urlsafe(32)
    digest = hashlib.sha256(token.encode()).digest()
    known = Device.objects.filter(buyer=buyer, token_hash=digest).first()
    if known is None:
        token = secrets.token_urlsafe(32)  # a secret that somebody else may have planted is not taken over
        known = Device(buyer=buyer, token_hash=hashlib.sha256(token.encode()).digest(), first_seen_at=now)
        is_first = not Device.objects.filter(buyer=buyer).exists()
    else:
        is_first = True
    known.label, known.address_masked = _label(visitor.agent), _masked(visitor.address)
    known.log_in, known.last_seen_at = uuid.uuid4(), now
    known.confirmed_at = now if confirmed else None
    known.save()
    if not is_first:
        alert_buyer(buyer=buyer, alert=Alert.NEW_DEVICE, device=known.label, address=known.address_masked, now=now)
    return LoggedIn(known, token)


def _label(agent: str) -> str:
    """Browser and system, as people call them."""
    from ua_parser import parse  # its list of browsers is built when first asked

    found = parse(agent[:LONGEST_AGENT])
    parts = [part.family for part in (found.user_agent, found.os) if part is not None and part.family != "Other"]
    return " · ".join(parts)[:80] or _("未知设备")


def _masked(address: str) -> str:
    """The network that an address is in: enough to tell home from abroad."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return ""
    kept = 16 if read.version == 4 else 32
    network = ipaddress.ip_network((read, kept), strict=False)
    return f"{'.'.join(str(network.network_address).split('.')[:2])}.*.*" if read.version == 4 else str(network)
