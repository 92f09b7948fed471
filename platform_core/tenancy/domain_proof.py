"""Asks DNS whether whoever claims a domain can write into it."""

from __future__ import annotations

import hmac

import dns.exception
import dns.nameserver
import dns.resolver
from django.conf import settings

from platform_core.tenancy.domain_names import record_of
from platform_core.tenancy.enums import Proof

SECONDS = 5.0  # for all tries of one question


def ask_proof(domain: str, token: str) -> Proof:
    """Does the TXT record of a domain hold this token? Asked anew each time: nothing is kept."""
    try:
        answer = _resolver().resolve(record_of(domain), "TXT", search=False, lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return Proof.ABSENT
    except dns.exception.DNSException:
        return Proof.UNKNOWN
    wanted = token.encode()
    texts = [b"".join(row.strings).strip() for row in answer]
    return Proof.PRESENT if any(hmac.compare_digest(text, wanted) for text in texts) else Proof.ABSENT


def _resolver() -> dns.resolver.Resolver:
    """The name servers that the install says, or those of the system."""
    given = settings.KAQUAN_DNS_SERVERS
    resolver = dns.resolver.Resolver(configure=not given)
    if given:
        resolver.nameservers = [_server(text) for text in given]
    resolver.cache = None
    return resolver


def _server(text: str) -> dns.nameserver.Do53Nameserver:
    host, _, port = text.rpartition(":") if text.count(":") == 1 or "]" in text else (text, "", "")
    return dns.nameserver.Do53Nameserver(host.strip("[]"), int(port or 53))
